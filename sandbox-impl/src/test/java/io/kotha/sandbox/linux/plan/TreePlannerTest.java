package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.RoomFixture.ofRoot;
import static io.kotha.sandbox.linux.plan.RoomFixture.ofUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource.Kind;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.RootLayout.EntryKind;
import io.kotha.sandbox.linux.plan.RootLayout.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mounts: order, attributes, masked and read-only parts, owners. */
class TreePlannerTest {

  static final String TMP = "size=67108864,nr_inodes=65536";

  private static final List<String> PROC =
      List.of(
          "proc /proc (nosuid,nodev,noexec) MAKE_DIRECTORY",
          "write 0 > /proc/sys/user/max_user_namespaces",
          "write 16 > /proc/sys/user/max_inotify_instances",
          "write 8192 > /proc/sys/user/max_inotify_watches",
          "self /proc/bus (ro,nosuid,nodev,noexec) OPTIONAL",
          "self /proc/fs (ro,nosuid,nodev,noexec) OPTIONAL",
          "self /proc/irq (ro,nosuid,nodev,noexec) OPTIONAL",
          "self /proc/pressure (ro,nosuid,nodev,noexec) OPTIONAL",
          "self /proc/sys (ro,nosuid,nodev,noexec) OPTIONAL",
          "self /proc/sysrq-trigger (ro,nosuid,nodev,noexec) OPTIONAL");

  private static final List<String> DEVICES =
      List.of(
          "tmpfs /dev mode=0755,size=65536,nr_inodes=64 (nosuid,nodev,noexec) MAKE_DIRECTORY",
          "bind /dev/null < /dev/null (nosuid,noexec) MAKE_FILE",
          "bind /dev/zero < /dev/zero (nosuid,noexec) MAKE_FILE",
          "bind /dev/full < /dev/full (nosuid,noexec) MAKE_FILE",
          "bind /dev/random < /dev/random (nosuid,noexec) MAKE_FILE",
          "bind /dev/urandom < /dev/urandom (nosuid,noexec) MAKE_FILE",
          "bind /dev/tty < /dev/tty (nosuid,noexec) MAKE_FILE");

  private static final List<String> MASKS =
      Stream.of(
              "acpi",
              "asound",
              "config.gz",
              "interrupts",
              "kcore",
              "keys",
              "kallsyms",
              "kmsg",
              "kpagecount",
              "kpageflags",
              "latency_stats",
              "sched_debug",
              "scsi",
              "timer_list",
              "timer_stats")
          .map(name -> "mask /proc/" + name + " OPTIONAL")
          .toList();

  private static final List<String> STREAMS =
      List.of(
          "symlink /dev/fd > /proc/self/fd",
          "symlink /dev/stdin > /proc/self/fd/0",
          "symlink /dev/stdout > /proc/self/fd/1",
          "symlink /dev/stderr > /proc/self/fd/2");

  private static final String SHM =
      "tmpfs /dev/shm mode=1777," + TMP + " (nosuid,nodev,noexec) MAKE_DIRECTORY";

  private static final String QUEUES = "mqueue /dev/mqueue (nosuid,nodev,noexec) MAKE_DIRECTORY";

  /** The entries before those of the caller. */
  static final List<String> END =
      List.of(
          "attributes /dev (ro,nosuid,nodev,noexec)",
          "tmpfs /tmp mode=1777," + TMP + " (nosuid,nodev) MAKE_DIRECTORY");

  private static final String READ_ONLY_ROOT = "attributes / (ro,nosuid,nodev)";

  private static List<String> joined(List<List<String>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private static List<String> lines(RoomFixture room) throws Exception {
    return TreeText.lines(room.plan().tree());
  }

  private static String root(RoomFixture room) throws Exception {
    FileTree tree = room.plan().tree();
    return tree.rootKind() + " " + TreeText.source(tree.sources().get(tree.rootSource()));
  }

  private static Change mode(Rootfs.Mode mode) {
    return room ->
        room.with(
            s ->
                switch (mode) {
                  case READ_ONLY -> s;
                  case WRITABLE -> s.writable();
                  case PERSISTENT -> s.persistent();
                });
  }

  private interface Change {
    RoomFixture of(RoomFixture room);
  }

  // ---- the whole tree ----

  @Test
  void terminalsAreMountedOnRequest() throws Exception {
    assertThat(lines(ofRoot().with(s -> s.pseudoTerminals(7))))
        .containsSubsequence(
            "devpts /dev/pts mode=0620,ptmxmode=0666,max=7 (nosuid,noexec) MAKE_DIRECTORY",
            "symlink /dev/ptmx > pts/ptmx",
            "attributes /dev (ro,nosuid,nodev,noexec)");
  }

  @Test
  void plainRoomIsMountedInThisOrderWithTheseAttributes() throws Exception {
    assertThat(lines(ofRoot()))
        .isEqualTo(
            joined(List.of(PROC, DEVICES, MASKS, STREAMS, List.of(SHM), List.of(QUEUES), END)));
  }

  @Test
  void ordinaryUserGetsTheSameTree() throws Exception {
    assertThat(lines(ofUser())).isEqualTo(lines(ofRoot()));
  }

  @Test
  void roomWithoutProcHasNothingOfIt() throws Exception {
    assertThat(lines(ofRoot().with(Sandbox::withoutProc)))
        .isEqualTo(joined(List.of(DEVICES, List.of(SHM), List.of(QUEUES), END)));
  }

  @Test
  void roomThatMayNestWritesNoLimit() throws Exception {
    assertThat(lines(RoomFixture.on(HostBuilder.root().withoutNestingLimit())))
        .noneMatch(line -> line.startsWith("write"))
        .containsAll(PROC.subList(4, PROC.size()));
  }

  @Test
  void limitOfNamespacesLeavesTheSecondUserNamespaceOfTheRoomItself() throws Exception {
    assertThat(lines(ofUser().with(s -> s.user(7, 7))))
        .contains("write 1 > /proc/sys/user/max_user_namespaces")
        .contains("write 16 > /proc/sys/user/max_inotify_instances");
  }

  // ---- the root ----

  @Test
  void readOnlyDirectoryIsTheRootAsItIs() throws Exception {
    assertThat(root(ofRoot())).isEqualTo("DIRECTORY /image (ro,nosuid,nodev) IDMAP RECURSIVE");
    assertThat(root(ofUser())).isEqualTo("DIRECTORY /image (ro,nosuid,nodev) RECURSIVE");
  }

  @Test
  void directoryThatLacksMountPointIsOverlaidAndMadeReadOnlyLast() throws Exception {
    RoomFixture room = ofRoot().layout(RootKind.OVERLAY, Mapping.IDMAPPED);

    assertThat(root(room)).isEqualTo("OVERLAY /image (ro,nosuid,nodev) IDMAP RECURSIVE");
    assertThat(lines(room)).endsWith(END.get(1), READ_ONLY_ROOT);
  }

  @Test
  void writableRootIsReadOnlyBelowItsOverlay() throws Exception {
    RoomFixture room =
        mode(Rootfs.Mode.WRITABLE).of(ofRoot().layout(RootKind.OVERLAY, Mapping.IDMAPPED));

    assertThat(root(room)).isEqualTo("OVERLAY /image (ro,nosuid,nodev) IDMAP RECURSIVE");
    assertThat(lines(room)).doesNotContain(READ_ONLY_ROOT).endsWith(END.get(1));
  }

  @Test
  void persistentRootIsTheOnlyWritableOne() throws Exception {
    RoomFixture room = mode(Rootfs.Mode.PERSISTENT).of(ofRoot());

    assertThat(root(room)).isEqualTo("DIRECTORY /image (nosuid,nodev) IDMAP RECURSIVE");
    assertThat(lines(room)).doesNotContain(READ_ONLY_ROOT);
  }

  @Test
  void persistentRootHasItsMountPointsAndNoLinkLeadsToThem() throws Exception {
    RoomFixture room =
        mode(Rootfs.Mode.PERSISTENT)
            .of(ofRoot())
            .with(s -> s.bind(Path.of("/a"), "/data").bind(Path.of("/a"), "/tmp/data"))
            .binds(
                new BindSource("/a", Kind.DIRECTORY, false),
                new BindSource("/a", Kind.DIRECTORY, false));

    assertThat(lines(room)).allMatch(line -> line.contains(" NO_LINKS"));
    assertThat(lines(room).stream().filter(line -> line.contains("EXISTING")))
        .extracting(line -> line.split(" ")[1])
        .containsExactly("/proc", "/dev", "/tmp", "/data");
  }

  @Test
  void noLinkLeadsToMountPointsAfterWritableDirectory() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(s -> s.bindWritable(Path.of("/f"), "/wf").bind(Path.of("/a"), "/one"))
            .with(s -> s.bindWritable(Path.of("/b"), "/wd").bind(Path.of("/a"), "/two"))
            .binds(
                new BindSource("/f", Kind.FILE, false),
                new BindSource("/a", Kind.FILE, false),
                new BindSource("/b", Kind.DIRECTORY, false),
                new BindSource("/a", Kind.FILE, false));

    assertThat(lines(room).stream().filter(line -> line.contains("NO_LINKS")))
        .containsExactly("bind /two < /a (ro,nosuid,nodev) MAKE_FILE NO_LINKS");
  }

  @Test
  void directoryThatCannotBeIdmappedIsMountedReadOnlyWithoutIt() throws Exception {
    assertThat(root(ofRoot().layout(RootKind.DIRECTORY, Mapping.PLAIN)))
        .isEqualTo("DIRECTORY /image (ro,nosuid,nodev) RECURSIVE");
    assertThat(root(ofRoot().with(s -> s.share(Namespace.USER))))
        .isEqualTo("DIRECTORY /image (ro,nosuid,nodev) RECURSIVE");
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITABLE", "PERSISTENT"})
  void rootWritesNoDirectoryWithoutIdmap(Rootfs.Mode mode) {
    for (RoomFixture room :
        List.of(
            ofRoot().layout(RootKind.OVERLAY, Mapping.PLAIN),
            ofRoot().with(s -> s.share(Namespace.USER)))) {
      assertThatThrownBy(mode(mode).of(room)::plan)
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining(mode.name().toLowerCase(Locale.ROOT))
          .hasMessageContaining("/image");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITABLE", "PERSISTENT"})
  void ordinaryUserWritesItsOwnDirectoryWithoutIdmap(Rootfs.Mode mode) throws Exception {
    RoomFixture room = mode(mode).of(ofUser().layout(RootKind.OVERLAY, Mapping.PLAIN));

    assertThat(root(room)).doesNotContain("IDMAP").endsWith("RECURSIVE");
  }

  @Test
  void assembledRootHasItsEntriesFirstAndEachReadOnly() throws Exception {
    RoomFixture room =
        ofRoot()
            .assembled(
                new RootLayout.Entry(EntryKind.DIRECTORY, "/usr/lib", "/host/usr/lib"),
                new RootLayout.Entry(EntryKind.FILE, "/bin/sh", "/host/bin/dash"),
                new RootLayout.Entry(EntryKind.SYMLINK, "/lib", "usr/lib"));

    assertThat(room.plan().tree().rootKind()).isEqualTo(RootKind.TMPFS);
    assertThat(room.plan().tree().rootSource()).isEqualTo(-1);
    assertThat(lines(room))
        .startsWith(
            "bind /usr/lib < /host/usr/lib (ro,nosuid,nodev) RECURSIVE MAKE_DIRECTORY",
            "bind /bin/sh < /host/bin/dash (ro,nosuid,nodev) MAKE_FILE",
            "symlink /lib > usr/lib",
            PROC.get(0))
        .endsWith(READ_ONLY_ROOT);
  }

  @Test
  void layerOfWritableRootHasItsOwnQuota() throws Exception {
    RoomFixture writable =
        mode(Rootfs.Mode.WRITABLE)
            .of(ofRoot().layout(RootKind.OVERLAY, Mapping.IDMAPPED))
            .with(s -> s.writableSize(MemorySize.MiB(1), 77));
    RoomFixture readOnly = ofRoot().layout(RootKind.OVERLAY, Mapping.IDMAPPED);

    assertThat(writable.plan().tree().rootOptions())
        .isEqualTo("mode=0755,size=1048576,nr_inodes=77");
    assertThat(readOnly.plan().tree().rootOptions()).isEqualTo("mode=0755,size=67108864");
    assertThat(mode(Rootfs.Mode.WRITABLE).of(readOnly).plan().tree().rootOptions())
        .isEqualTo("mode=0755,size=67108864");
  }

  @Test
  void quotaOfTheLayerIsOfWritableRootsOnly() throws Exception {
    RoomFixture room =
        ofRoot().with(s -> s.writable().writableSize(MemorySize.MiB(1), 77).persistent());

    assertThat(room.plan().tree().rootOptions()).isEqualTo("mode=0755,size=67108864");
  }

  // ---- /tmp, /dev/shm, queues ----

  @Test
  void sizeOfTmpIsThatOfSharedMemoryToo() throws Exception {
    assertThat(lines(ofRoot().with(s -> s.tmpSize(MemorySize.KiB(128), 99))))
        .contains(
            "tmpfs /tmp mode=1777,size=131072,nr_inodes=99 (nosuid,nodev) MAKE_DIRECTORY",
            "tmpfs /dev/shm mode=1777,size=131072,nr_inodes=99 (nosuid,nodev,noexec)"
                + " MAKE_DIRECTORY");
  }

  @Test
  void queuesAreMountedOnlyInNamespaceOfTheRoomThatInitOwns() throws Exception {
    assertThat(lines(ofRoot())).contains(QUEUES);
    assertThat(lines(ofRoot().with(s -> s.share(Namespace.IPC)))).doesNotContain(QUEUES);
    assertThat(lines(RoomFixture.on(HostBuilder.root().withoutMessageQueues())))
        .doesNotContain(QUEUES);
    assertThat(lines(ofRoot().with(s -> s.keepCaps(Capability.KILL)))).doesNotContain(QUEUES);
  }

  // ---- rules that hold for every room ----

  @Test
  void everyMountIsNosuidAndOnlyDevicesAreNotNodev() throws Exception {
    for (RoomFixture room : rooms()) {
      FileTree tree = room.plan().tree();
      for (FileTree.Entry entry : tree.entries()) {
        if (Set.of("BIND", "FILE_SYSTEM", "ATTRIBUTES", "SELF").contains(entry.kind().name())) {
          int attributes =
              entry.source() < 0
                  ? entry.attributes()
                  : tree.sources().get(entry.source()).attributes();
          String target = entry.target();
          assertThat(attributes & 2).as("nosuid of %s", target).isEqualTo(2);
          if ((attributes & 4) == 0) {
            assertThat(target).startsWith("/dev/");
            assertThat(attributes & 8).as("noexec of %s", target).isEqualTo(8);
          }
        }
      }
    }
  }

  @Test
  void eachSourceIsUsedOnceAndNothingIsMountedAboveAnEarlierMount() throws Exception {
    for (RoomFixture room : rooms()) {
      FileTree tree = room.plan().tree();
      List<Integer> used = new ArrayList<>();
      List<String> mounted = new ArrayList<>();
      if (tree.rootSource() >= 0) {
        used.add(tree.rootSource());
      }
      for (FileTree.Entry entry : tree.entries()) {
        if (Set.of("BIND", "FILE_SYSTEM").contains(entry.kind().name())) {
          assertThat(mounted).noneMatch(earlier -> earlier.startsWith(entry.target() + "/"));
          mounted.add(entry.target());
        }
        if (entry.source() >= 0) {
          used.add(entry.source());
        }
      }
      assertThat(used).doesNotHaveDuplicates().hasSize(tree.sources().size());
    }
  }

  private static List<RoomFixture> rooms() {
    List<RoomFixture> rooms = new ArrayList<>();
    for (HostBuilder host : List.of(HostBuilder.root(), HostBuilder.user())) {
      for (Rootfs.Mode mode : Rootfs.Mode.values()) {
        rooms.add(mode(mode).of(RoomFixture.on(host)));
        rooms.add(
            mode(mode)
                .of(RoomFixture.on(host))
                .with(s -> s.share(Namespace.IPC, Namespace.NET, Namespace.CGROUP))
                .with(s -> s.bindWritable(Path.of("/c"), "/wc").tmpfs("/wt", MemorySize.MiB(1)))
                .with(s -> s.copyIn(new byte[0], "/in/x"))
                .binds(new BindSource("/c", Kind.DIRECTORY, false)));
        Capability kept = // SYS_ADMIN could leave privileges in a persistent root
            mode == Rootfs.Mode.PERSISTENT ? Capability.NET_ADMIN : Capability.SYS_ADMIN;
        rooms.add(mode(mode).of(RoomFixture.on(host)).with(s -> s.keepCaps(kept)));
      }
    }
    rooms.add(ofRoot().assembled(new RootLayout.Entry(EntryKind.DIRECTORY, "/usr", "/usr")));
    return rooms;
  }
}
