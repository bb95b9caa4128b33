package io.kotha.sandbox.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.linux.files.CallerFiles;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.FileTree.EntryKind;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.wire.Layout;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The helper refuses plans without the isolation that no request can switch off. */
@Timeout(60)
class HelperRefusalIT {

  private static final int EBADMSG = 74;

  /** Room ids that the engine itself does not reach. */
  private static final AtomicLong ROOMS = new AtomicLong(1L << 40);

  private static Engine engine;
  private static Plan plan;

  @org.junit.jupiter.api.BeforeAll
  static void start() throws Exception {
    engine = Engine.open(new Observers());
    Command command =
        Command.of("/bin/true").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
    plan =
        engine
            .builder()
            .start(new StartRequest(Rooms.minimal().spec(), command), RoomPreparation.NONE)
            .room()
            .plan();
  }

  @Test
  void mapOfTheHostsRootIsRefused() throws Exception {
    ByteBuffer block = encode();
    int map = block.getInt(Layout.Plan.UID_MAP + Layout.Span.OFF);
    int length = block.getInt(Layout.Plan.UID_MAP + Layout.Span.LEN);
    assertThat(length).isPositive();
    for (int i = 0; i < length; i++) {
      byte c = block.get(map + i);
      block.put(map + i, c >= '1' && c <= '9' ? (byte) '0' : c);
    }
    assertRefused(block);
  }

  /** The kernel keeps the low 32 bits of a uid: those of 4,294,967,296 are 0. */
  @Test
  void mapOfTheHostsRootInManyDigitsIsRefused() throws Exception {
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "the map of an ordinary user is too short for this uid");
    }
    ByteBuffer block = encode();
    int map = block.getInt(Layout.Plan.UID_MAP + Layout.Span.OFF);
    int length = block.getInt(Layout.Plan.UID_MAP + Layout.Span.LEN);
    byte[] text = ("1 " + (1L << 32) + " 1").getBytes(US_ASCII);
    assertThat(text.length).isLessThanOrEqualTo(length);
    for (int i = 0; i < length; i++) {
      block.put(map + i, i < text.length ? text[i] : (byte) ' ');
    }
    assertRefused(block);
  }

  @Test
  void planWithoutMountNamespaceIsRefused() throws Exception {
    ByteBuffer block = encode();
    block.putInt(Layout.Plan.OUTER_NS, block.getInt(Layout.Plan.OUTER_NS) & ~0x20000);
    assertRefused(block);
  }

  @Test
  void hostRootWithoutUserNamespaceIsRefused() throws Exception {
    ByteBuffer block = encode();
    block.putInt(Layout.Plan.OUTER_NS, block.getInt(Layout.Plan.OUTER_NS) & ~0x10000000);
    assertRefused(block);
  }

  @Test
  void capabilitiesWithoutLockedMountsAreRefused() throws Exception {
    ByteBuffer block = encode();
    block.putLong(Layout.Plan.CAPABILITIES, 1 << 13);
    assertRefused(block);
  }

  /** The root of this room is a directory of the host. */
  @Test
  void fileInDirectoryOfTheHostIsRefused() throws Exception {
    ByteBuffer block = encode();
    assertThat(block.getInt(Layout.Plan.ROOT_KIND)).isEqualTo(RootKind.DIRECTORY.number());
    int mounts = block.getInt(Layout.Plan.MOUNTS + Layout.Table.OFF);
    int kind = mounts + Layout.Mount.KIND;
    assertThat(block.getInt(kind)).isEqualTo(EntryKind.FILE_SYSTEM.number());
    block.putInt(kind, EntryKind.FILE.number());
    assertRefused(block);
  }

  /** Its programs would outlive it. */
  @Test
  void livingRoomWithoutPidNamespaceIsRefused() throws Exception {
    ByteBuffer block = encode();
    block.putInt(Layout.Plan.FLAGS, block.getInt(Layout.Plan.FLAGS) | Plan.Flag.LIVING.bit());
    block.putInt(Layout.Plan.OUTER_NS, block.getInt(Layout.Plan.OUTER_NS) & ~0x20000000);
    assertRefused(block);
  }

  @Test
  void programWithoutGroupIsRefused() throws Exception {
    ByteBuffer block = encode();
    block.putLong(Layout.Plan.HOST, 1L << 39);
    for (int table : List.of(Layout.Plan.GROUPS, Layout.Plan.WRITES, Layout.Plan.COUNTERS)) {
      block.putInt(table + Layout.Table.COUNT, 0);
    }
    block.putInt(Layout.Plan.OOM_GROUP, -1);
    assertRefused(block);
  }

  /** Only the zygote of a root JVM looks up sources. */
  @Test
  void sourceThatLeavesTheSystemsDirectoriesIsRefused() throws Exception {
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "init opens the sources, with the ids of the user");
    }
    Command command =
        Command.of("/bin/true").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
    StartRequest request = new StartRequest(Sandbox.rootfs(Rootfs.host()).spec(), command);
    Plan host = engine.builder().start(request, RoomPreparation.NONE).room().plan();
    String name = "/etc/ld.so.cache";
    List<String> sources = host.tree().sources().stream().map(FileTree.Source::path).toList();
    assertThat(sources).contains(name);
    ByteBuffer block =
        ByteBuffer.wrap(PlanEncoder.encode(ROOMS.incrementAndGet(), host))
            .order(ByteOrder.nativeOrder());
    int path =
        block.getInt(
            block.getInt(Layout.Plan.SOURCES + Layout.Table.OFF)
                + sources.indexOf(name) * Layout.Source.SIZEOF
                + Layout.Source.PATH
                + Layout.Span.OFF);
    byte[] other = "/usr/../mnt/file".getBytes(US_ASCII);
    assertThat(other).hasSameSizeAs(name.getBytes(US_ASCII));
    block.put(path, other);
    assertRefused(block, List.of());
  }

  @Test
  void unknownFlagIsRefused() throws Exception {
    ByteBuffer block = encode();
    block.putInt(Layout.Plan.FLAGS, block.getInt(Layout.Plan.FLAGS) | 1 << 30);
    assertRefused(block);
  }

  private static ByteBuffer encode() throws SandboxException {
    return ByteBuffer.wrap(PlanEncoder.encode(ROOMS.incrementAndGet(), plan))
        .order(ByteOrder.nativeOrder());
  }

  /** The plan says how many sources come with it. */
  @Test
  void wrongNumberOfSourcesIsRefused() throws Exception {
    List<Integer> sources = sources();
    try {
      if (!sources.isEmpty()) { // an ordinary user's init opens all of them
        assertRefused(encode(), List.of());
      }
      List<Integer> more = new ArrayList<>(sources);
      more.add(new CallerFiles(engine.context().kernel()).name(Path.of("/")));
      try {
        assertRefused(encode(), more);
      } finally {
        engine.context().kernel().close(more.get(more.size() - 1));
      }
    } finally {
      sources.forEach(engine.context().kernel()::close);
    }
  }

  /** Opens the sources that the JVM passes, as a start does. */
  private static List<Integer> sources() throws Exception {
    CallerFiles files = new CallerFiles(engine.context().kernel());
    List<Integer> fds = new ArrayList<>();
    for (FileTree.Source source : plan.tree().sources()) {
      if (source.flags().contains(FileTree.SourceFlag.PASSED)) {
        fds.add(files.name(Path.of(source.path())));
      }
    }
    return fds;
  }

  private static void assertRefused(ByteBuffer block) throws Exception {
    List<Integer> sources = sources();
    try {
      assertRefused(block, sources);
    } finally {
      sources.forEach(engine.context().kernel()::close);
    }
  }

  private static void assertRefused(ByteBuffer block, List<Integer> sources) throws Exception {
    assertThat(Refusal.of(engine, block, sources).errno()).isEqualTo(EBADMSG);
  }
}
