package io.kotha.sandbox.linux.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class IdLeasesTest {

  private static final List<IdRange> EVERYTHING = List.of(new IdRange(0, 4_294_967_295L));
  private static final IdSpace ALL = IdSpace.of(List.of(), EVERYTHING, EVERYTHING);

  /** Two ranges of block 0, and all of block 1. */
  private static final IdSpace SMALL =
      new IdSpace(
          ALL.ranges().stream()
              .filter(r -> r.first() < IdSpace.FIRST + 2 * IdSpace.STRIDE || inBlock1(r))
              .toList());

  @TempDir private Path directory = Path.of("set by JUnit");
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final List<IdLeases> opened = new ArrayList<>();
  private final Native kernel;

  IdLeasesTest() throws IOException {
    kernel = Native.load();
  }

  private static boolean inBlock1(IdRange range) {
    return ALL.block(1).contains(range);
  }

  private IdLeases leases(IdSpace space) {
    IdLeases leases =
        new IdLeases(
            kernel, directory.resolve("ids"), space, () -> Instant.ofEpochMilli(now.get()));
    opened.add(leases);
    return leases;
  }

  @AfterEach
  void closeAll() {
    opened.forEach(IdLeases::close);
  }

  private static Set<Long> take(IdLeases leases, int count) throws SandboxException {
    Set<Long> taken = new HashSet<>();
    for (int i = 0; i < count; i++) {
      taken.add(leases.lease().firstHostId());
    }
    return taken;
  }

  @Test
  void everyLiveRoomHasItsOwnId() throws SandboxException {
    Set<Long> taken = take(leases(ALL), 1_000);

    assertThat(taken).hasSize(1_000).allMatch(id -> id >= IdSpace.FIRST && id < IdSpace.END);
  }

  @Test
  void idsAreReusedInOrderOfRelease() throws SandboxException {
    IdLeases leases = leases(ALL);
    IdRangeLease first = leases.lease();
    first.close();

    Set<Long> next = new HashSet<>();
    for (int i = 0; i < IdBlock.SIZE - 1; i++) {
      IdRangeLease lease = leases.lease();
      next.add(lease.firstHostId());
      lease.close();
    }

    assertThat(next).hasSize(IdBlock.SIZE - 1).doesNotContain(first.firstHostId());
    assertThat(leases.lease().firstHostId()).isEqualTo(first.firstHostId());
  }

  @Test
  void releasedIdIsNotReusedAtOnce() throws SandboxException {
    IdLeases leases = leases(ALL);
    take(leases, IdBlock.SIZE - 1);

    IdRangeLease last = leases.lease();
    last.close();

    assertThat(leases.lease().firstHostId()).isNotEqualTo(last.firstHostId());
  }

  @Test
  void secondCloseReleasesNothing() throws SandboxException {
    IdLeases leases = leases(SMALL);
    IdRangeLease lease = leases.lease();
    lease.close();
    lease.close();

    assertThat(take(leases, 65)).hasSize(65);
  }

  @Test
  void exhaustedIdsAreAnError() throws SandboxException {
    IdLeases leases = leases(SMALL);
    take(leases, 65);

    assertThatThrownBy(leases::lease)
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("in use");
  }

  @Test
  void twoLeasesInOneJvmShareNoId() throws SandboxException {
    Set<Long> mine = take(leases(ALL), 200);
    Set<Long> others = take(leases(ALL), 200);

    assertThat(mine).doesNotContainAnyElementsOf(others);
  }

  @Test
  void nextHolderContinuesAfterTheLastId() throws SandboxException {
    IdLeases before = leases(ALL);
    IdRangeLease lease = before.lease();
    lease.close();
    before.close();

    assertThat(leases(ALL).lease().firstHostId()).isEqualTo(lease.firstHostId() + IdSpace.STRIDE);
  }

  @Test
  void blockClosedWithLiveRoomsRests() throws SandboxException {
    IdLeases before = leases(ALL);
    take(before, 1);
    before.close();

    assertThat(leases(ALL).lease().firstHostId()).isEqualTo(ALL.block(1).get(0).first());
    now.addAndGet(IdBlock.QUARANTINE.toMillis() - 1);
    assertThat(leases(ALL).lease().firstHostId()).isEqualTo(ALL.block(2).get(0).first());
    now.addAndGet(1);
    assertThat(leases(ALL).lease().firstHostId()).isEqualTo(ALL.block(0).get(0).first());
  }

  @Test
  void clockSetBackDoesNotRestABlockForEver() throws IOException {
    Path file = Files.createDirectories(directory.resolve("ids")).resolve("block-0");
    Files.writeString(file, "rest 999999999999\n");

    assertThat(leases(ALL).lease().firstHostId()).isEqualTo(IdSpace.FIRST);
  }

  @Test
  void garbageInALeaseFileIsIgnored() throws IOException {
    Path file = Files.createDirectories(directory.resolve("ids")).resolve("block-0");
    Files.write(file, new byte[] {0, -1, 32, 102, 114, 101, 101});

    assertThat(leases(ALL).lease().firstHostId()).isEqualTo(IdSpace.FIRST);
  }

  /** A FIFO can be opened and locked, but has no state: pread(2) fails. */
  @Test
  void blockWhoseStateCannotBeReadIsClosed() throws Exception {
    Path file = Files.createDirectory(directory.resolve("ids")).resolve("block-0");
    HostCommand.run("mkfifo", file.toString()).orThrow();

    assertThatThrownBy(() -> leases(ALL).lease()).hasMessageContaining("pread");
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(fds).noneMatch(fd -> isLink(fd, file));
    }
  }

  private static boolean isLink(Path fd, Path file) {
    try {
      return Files.readSymbolicLink(fd).equals(file);
    } catch (IOException e) {
      return false; // a descriptor that was closed meanwhile
    }
  }

  @Test
  void spareBlockThatCannotBeTakenIsNoErrorWhileRangesAreFree() throws Exception {
    HostCommand.run(
            "mkfifo", Files.createDirectory(directory.resolve("ids")).resolve("block-1").toString())
        .orThrow();
    IdLeases leases = leases(ALL);

    assertThat(take(leases, IdBlock.SIZE)).hasSize(IdBlock.SIZE);
    assertThatThrownBy(leases::lease).hasMessageContaining("pread");
  }

  @Test
  void remedyFitsTheErrno() {
    Path ids = directory.resolve("ids");
    assertThat(IdLeases.remedy(new NativeException("openat", Errno.EMFILE), ids))
        .contains("ulimit -n")
        .doesNotContain("writable");
    assertThat(IdLeases.remedy(new NativeException("pwrite", Errno.ENOSPC), ids))
        .contains("df " + ids)
        .doesNotContain("writable");
    assertThat(IdLeases.remedy(new NativeException("openat", Errno.EACCES), ids))
        .contains("make " + ids + " writable");
  }

  @Test
  void uncreatableDirectoryIsAnError() throws IOException {
    Files.writeString(directory.resolve("ids"), "a file");

    assertThatThrownBy(() -> leases(ALL).lease())
        .isInstanceOf(UnsupportedHostException.class)
        .hasMessageContaining("host-ids")
        .hasMessageContaining(IdLeases.PROPERTY);
  }

  @Test
  void onlyTheUserCanEnterTheDirectory() throws Exception {
    leases(ALL).lease();

    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory.resolve("ids"));
    assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rwx------");
  }

  @Test
  void directoryThatOthersMayWriteToIsRefused() throws IOException {
    Path ids = Files.createDirectory(directory.resolve("ids"));
    Files.setPosixFilePermissions(ids, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> leases(ALL).lease())
        .isInstanceOf(UnsupportedHostException.class)
        .hasMessageContaining("host-ids")
        .hasMessageContaining("sudo chmod go-w " + ids);
  }

  @Test
  void emptyIdSpaceIsAnError() {
    assertThatThrownBy(() -> leases(new IdSpace(List.of())).lease())
        .isInstanceOf(UnsupportedHostException.class)
        .hasMessageContaining("do not exist");
  }

  @Test
  void threadsNeverShareAnId() throws Exception {
    IdLeases leases = leases(ALL);
    Set<Long> inUse = ConcurrentHashMap.newKeySet();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<?>> done = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      done.add(
          pool.submit(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  IdRangeLease lease = leases.lease();
                  assertThat(inUse.add(lease.firstHostId())).isTrue();
                  inUse.remove(lease.firstHostId());
                  lease.close();
                }
                return null;
              }));
    }
    for (Future<?> task : done) {
      task.get(1, TimeUnit.MINUTES);
    }
    pool.shutdown();
  }

  @Test
  @Timeout(60)
  void jvmsNeverShareABlock() throws Exception {
    try (ChildJvm other = holder()) {
      long theirs = Long.parseLong(other.nextLine());
      assertThat(theirs).isEqualTo(IdSpace.FIRST);

      IdLeases leases = leases(ALL);
      assertThat(leases.lease().firstHostId()).isEqualTo(ALL.block(1).get(0).first());
      leases.close();

      other.kill(); // A block rests from the moment at which its file is read.
      assertThat(leases(ALL).lease().firstHostId()).isNotEqualTo(theirs);
      now.addAndGet(IdBlock.QUARANTINE.toMillis());
      assertThat(leases(ALL).lease().firstHostId()).isEqualTo(theirs);
    }
  }

  private ChildJvm holder() throws IOException {
    return ChildJvm.start(Holder.class, directory.resolve("ids").toString());
  }

  /** A JVM that leases one range and holds it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      IdLeases leases = new IdLeases(Native.load(), Path.of(args[0]), ALL, InstantSource.system());
      System.out.println(leases.lease().firstHostId());
      Thread.sleep(60_000);
    }
  }
}
