package io.kotha.sandbox.linux.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.linux.plan.Domain;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.FileTree.EntryFlag;
import io.kotha.sandbox.linux.plan.FileTree.EntryKind;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.FileTree.SourceFlag;
import io.kotha.sandbox.linux.plan.Filters;
import io.kotha.sandbox.linux.plan.Hardening;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.RoomFiles;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import io.kotha.sandbox.linux.wire.Report.Cause;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Encodes requests with a different value in every field, and checks the position of each value.
 */
class EncodersTest {

  private static Plan plan() {
    FileTree tree =
        new FileTree(
            List.of(
                new FileTree.Source("/first", Set.of(), 40),
                new FileTree.Source("/second", Set.of(SourceFlag.IDMAP), 41)),
            RootKind.OVERLAY,
            19,
            "size=1",
            List.of(
                new FileTree.Entry(EntryKind.MASK, Set.of(), 42, -1, "/mask", "", ""),
                new FileTree.Entry(
                    EntryKind.FILE_SYSTEM,
                    Set.of(EntryFlag.MAKE_DIRECTORY, EntryFlag.OPTIONAL),
                    43,
                    44,
                    "/target",
                    "tmpfs",
                    "size=2,mode=700")));
    return withTree(tree);
  }

  private static Plan withTree(List<FileTree.Source> sources, List<FileTree.Entry> entries) {
    return withTree(new FileTree(sources, RootKind.TMPFS, 0, "", entries));
  }

  private static Plan withTree(FileTree tree) {
    CgroupPlan cgroups =
        new CgroupPlan(
            List.of(
                new CgroupPlan.Group("/v1", GroupKind.V1),
                new CgroupPlan.Group("/v2", GroupKind.V2)),
            List.of(
                new CgroupPlan.Write(0, "first", "1"), new CgroupPlan.Write(20, "file", "value")),
            List.of(
                new CgroupPlan.Counter(CounterKind.CPU_NANOS, 0, "cpu", "", 1),
                new CgroupPlan.Counter(
                    CounterKind.OOM_KILLS, 21, "events", "key", CgroupPlan.Form.SUM, 22)),
            23);
    return new Plan(
        Set.of(Plan.Flag.NOTIFY, Plan.Flag.TIME),
        1,
        2,
        3,
        4,
        new Plan.Ids(
            5,
            6,
            7,
            8,
            "uid",
            "gid",
            "locked uid",
            "locked gid",
            List.of("newuidmap"),
            List.of("newgidmap", "x"),
            0,
            0),
        9,
        new Plan.Clocks(10, 11, 12, 13, true, 14),
        new TimeOffsets(Duration.ofSeconds(15, 16), Duration.ofSeconds(17, 18)),
        "host",
        new RoomFiles(
            tree,
            new Domain(
                30,
                31,
                32,
                List.of(new Domain.Rule("/first", 0, 1), new Domain.Rule("/rule", 33, 34)))),
        cgroups,
        List.of(new Plan.Rlimit(45, 46, "first"), new Plan.Rlimit(24, 25, "limit")),
        new Filters(Optional.empty(), Optional.empty(), Filters.Listener.NONE, false),
        new Hardening("label file", "label", Set.of(Mitigation.INDIRECT_BRANCH)),
        "26",
        List.of());
  }

  private static Bytes encoded() throws SandboxException {
    return new Bytes(PlanEncoder.encode(77, plan(), new PlanEncoder.Fault(27, 28, 29)));
  }

  @Test
  void planHasEachValueInItsField() throws Exception {
    Bytes b = encoded();
    assertThat(b.u32(Layout.Request.MAGIC)).isEqualTo(Wire.MAGIC);
    assertThat(b.u32(Layout.Request.KIND)).isEqualTo(Wire.CREATE);
    assertThat(b.u32(Layout.Request.SIZE)).isEqualTo(b.length());
    assertThat(b.u64(Layout.Request.ROOM)).isEqualTo(77);
    assertThat(b.u32(Layout.Plan.FLAGS)).isEqualTo(16 | 64);
    assertThat(b.u32(Layout.Plan.OUTER_NS)).isEqualTo(1);
    assertThat(b.u32(Layout.Plan.INNER_NS)).isEqualTo(2);
    assertThat(b.u32(Layout.Plan.LOCKED_NS)).isEqualTo(3);
    assertThat(b.u32(Layout.Plan.PAYLOAD_CGROUP_NS)).isEqualTo(4);
    assertThat(b.u32(Layout.Plan.UID)).isEqualTo(5);
    assertThat(b.u32(Layout.Plan.GID)).isEqualTo(6);
    assertThat(b.u32(Layout.Plan.INIT_UID)).isEqualTo(7);
    assertThat(b.u32(Layout.Plan.INIT_GID)).isEqualTo(8);
    assertThat(b.u64(Layout.Plan.CAPABILITIES)).isEqualTo(9);
    assertThat(b.u32(Layout.Plan.CPUS)).isEqualTo(14);
    assertThat(b.u64(Layout.Plan.MONOTONIC_S)).isEqualTo(15);
    assertThat(b.u32(Layout.Plan.MONOTONIC_NS)).isEqualTo(16);
    assertThat(b.u64(Layout.Plan.BOOTTIME_S)).isEqualTo(17);
    assertThat(b.u32(Layout.Plan.BOOTTIME_NS)).isEqualTo(18);
    assertThat(b.text(Layout.Plan.UID_MAP)).isEqualTo("uid");
    assertThat(b.text(Layout.Plan.GID_MAP)).isEqualTo("gid");
    assertThat(b.text(Layout.Plan.LOCKED_UID_MAP)).isEqualTo("locked uid");
    assertThat(b.text(Layout.Plan.LOCKED_GID_MAP)).isEqualTo("locked gid");
    assertThat(b.text(b.table(Layout.Plan.UID_HELPER, 1))).isEqualTo("newuidmap");
    assertThat(b.text(b.table(Layout.Plan.GID_HELPER, 2) + Layout.Span.SIZEOF)).isEqualTo("x");
    assertThat(b.text(Layout.Plan.HOSTNAME)).isEqualTo("host");
    assertThat(b.text(Layout.Plan.OOM_SCORE_ADJ)).isEqualTo("26");
    assertThat(b.u32(Layout.Plan.FAULT_STEP)).isEqualTo(27);
    assertThat(b.u32(Layout.Plan.FAULT_ITEM)).isEqualTo(28);
    assertThat(b.u32(Layout.Plan.FAULT_ERRNO)).isEqualTo(29);
    assertThat(b.text(Layout.Plan.LABEL_FILE)).isEqualTo("label file");
    assertThat(b.text(Layout.Plan.LABEL)).isEqualTo("label");
    assertThat(b.u32(Layout.Plan.MITIGATIONS)).isEqualTo(2);
  }

  @Test
  void mountsHaveEachValueInItsField() throws Exception {
    Bytes b = encoded();
    assertThat(b.u32(Layout.Plan.ROOT_KIND)).isEqualTo(3);
    assertThat(b.u32(Layout.Plan.ROOT_SOURCE)).isEqualTo(19);
    assertThat(b.text(Layout.Plan.ROOT_OPTIONS)).isEqualTo("size=1\0");
    int tree = b.table(Layout.Plan.SOURCES, 2) + Layout.Source.SIZEOF;
    assertThat(b.text(tree + Layout.Source.PATH)).isEqualTo("/second");
    assertThat(b.u32(tree + Layout.Source.FLAGS)).isEqualTo(2);
    assertThat(b.u32(tree + Layout.Source.ATTRIBUTES)).isEqualTo(41);
    int mount = b.table(Layout.Plan.MOUNTS, 2) + Layout.Mount.SIZEOF;
    assertThat(b.u32(mount + Layout.Mount.KIND)).isEqualTo(2);
    assertThat(b.u32(mount + Layout.Mount.FLAGS)).isEqualTo(1 | 4);
    assertThat(b.u32(mount + Layout.Mount.ATTRIBUTES)).isEqualTo(43);
    assertThat(b.u32(mount + Layout.Mount.SOURCE)).isEqualTo(44);
    assertThat(b.text(mount + Layout.Mount.TARGET)).isEqualTo("/target");
    assertThat(b.text(mount + Layout.Mount.TEXT)).isEqualTo("tmpfs");
    assertThat(b.text(mount + Layout.Mount.OPTIONS)).isEqualTo("size=2\0mode=700\0");
  }

  @Test
  void cgroupsHaveEachValueInItsField() throws Exception {
    Bytes b = encoded();
    assertThat(b.u32(Layout.Plan.OOM_GROUP)).isEqualTo(23);
    int group = b.table(Layout.Plan.GROUPS, 2) + Layout.Group.SIZEOF;
    assertThat(b.text(group + Layout.Group.PATH)).isEqualTo("/v2");
    assertThat(b.u32(group + Layout.Group.KIND)).isEqualTo(1);
    int write = b.table(Layout.Plan.WRITES, 2) + Layout.Write.SIZEOF;
    assertThat(b.u32(write + Layout.Write.GROUP)).isEqualTo(20);
    assertThat(b.text(write + Layout.Write.FILE)).isEqualTo("file");
    assertThat(b.text(write + Layout.Write.VALUE)).isEqualTo("value");
    int counter = b.table(Layout.Plan.COUNTERS, 2) + Layout.Counter.SIZEOF;
    assertThat(b.u32(counter + Layout.Counter.KIND)).isEqualTo(CounterKind.OOM_KILLS.number());
    assertThat(b.u32(counter + Layout.Counter.GROUP)).isEqualTo(21);
    assertThat(b.text(counter + Layout.Counter.FILE)).isEqualTo("events");
    assertThat(b.text(counter + Layout.Counter.KEY)).isEqualTo("key");
    assertThat(b.u32(counter + Layout.Counter.SCALE)).isEqualTo(22);
    assertThat(b.u32(counter + Layout.Counter.FORM)).isEqualTo(1);
  }

  @Test
  void domainHasEachValueInItsField() throws Exception {
    Bytes b = encoded();
    assertThat(b.u64(Layout.Plan.DOMAIN_FILES)).isEqualTo(30);
    assertThat(b.u64(Layout.Plan.DOMAIN_PORTS)).isEqualTo(31);
    assertThat(b.u64(Layout.Plan.DOMAIN_SCOPED)).isEqualTo(32);
    int rule = b.table(Layout.Plan.DOMAIN_RULES, 2) + Layout.DomainRule.SIZEOF;
    assertThat(b.text(rule + Layout.DomainRule.PATH)).isEqualTo("/rule");
    assertThat(b.u32(rule + Layout.DomainRule.PORT)).isEqualTo(33);
    assertThat(b.u64(rule + Layout.DomainRule.RIGHTS)).isEqualTo(34);
  }

  @Test
  void commandHasEachValueInItsField() throws Exception {
    Command command = Command.of("prog", "arg").in("/dir");
    CopyIn.Bytes content = new CopyIn.Bytes(new byte[1]);
    List<CopyIn> copies =
        List.of(new CopyIn(content, "/box/e", 0600), new CopyIn(content, "/box/f", 0640));
    Bytes b = new Bytes(CommandEncoder.encode(command, copies, plan()));
    assertThat(b.u32(Layout.Command.MAGIC)).isEqualTo(Wire.MAGIC);
    assertThat(b.u32(Layout.Command.VERSION)).isEqualTo(Wire.VERSION);
    assertThat(b.u32(Layout.Command.SIZE)).isEqualTo(b.length());
    assertThat(b.u32(Layout.Command.FLAGS)).isEqualTo(Wire.WARN);
    assertThat(b.u32(Layout.Command.IN_FILE)).isZero();
    assertThat(b.text(b.table(Layout.Command.ARGV, 2) + Layout.Span.SIZEOF)).isEqualTo("arg");
    assertThat(b.text(b.u32(Layout.Command.ENV))).startsWith("PATH=");
    assertThat(b.text(b.u32(Layout.Command.PROGRAMS))).isEqualTo("/usr/local/sbin/prog");
    assertThat(b.text(Layout.Command.DIRECTORY)).isEqualTo("/dir");
    int copy = b.table(Layout.Command.COPIES, 2) + Layout.Copy.SIZEOF;
    assertThat(b.text(copy + Layout.Copy.TARGET)).isEqualTo("/box/f");
    assertThat(b.u32(copy + Layout.Copy.MODE)).isEqualTo(0640);
    int rlimit = b.table(Layout.Command.RLIMITS, 2) + Layout.Rlimit.SIZEOF;
    assertThat(b.u32(rlimit + Layout.Rlimit.RESOURCE)).isEqualTo(24);
    assertThat(b.u64(rlimit + Layout.Rlimit.VALUE)).isEqualTo(25);
    assertTimes(b, Layout.Command.TIMES);
  }

  private static String[] copies(int count, String text) {
    return Collections.nCopies(count, text).toArray(String[]::new);
  }

  /** The list has one large string many times: a copy of each would fill the memory. */
  @Test
  void commandEndsAtTheLargestRequest() throws Exception {
    String mebibyte = "x".repeat(1 << 20);
    Command most = Command.of("prog").args(copies(7, mebibyte));
    assertThat(CommandEncoder.encode(most, List.of(), plan())).hasSizeLessThan(8 << 20);

    for (int count : new int[] {8, 2560}) {
      Command larger = Command.of("prog").args(copies(count, mebibyte));
      assertThatThrownBy(() -> CommandEncoder.encode(larger, List.of(), plan()))
          .isInstanceOfSatisfying(
              SetupException.class,
              e -> {
                assertThat(e.step()).isEqualTo(SetupStep.COMMAND);
                assertThat(e.errno()).isEqualTo(7);
              })
          .hasMessageContaining("8388608 bytes");
    }
  }

  @Test
  void blockHasNoByteMoreThanTheLargestRequest() {
    WireBuffer block = new WireBuffer();
    block.reserve(8);
    block.reserve((8 << 20) - 15);
    assertThat(block.size()).isEqualTo(8 << 20);
    assertThatThrownBy(() -> block.reserve(1)).isInstanceOf(WireBuffer.FullException.class);
    assertThatThrownBy(() -> new WireBuffer().table(0, 1 << 30, 8))
        .isInstanceOf(WireBuffer.FullException.class);
  }

  @Test
  void partsOfCommandsAreLimited() {
    Command most = Command.of("/prog").args(copies(65_535, "x"));
    assertThatCode(() -> CommandEncoder.requireAccepted(most)).doesNotThrowAnyException();
    assertNotAccepted(most.args("x"), "65536 arguments, not 65537");

    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < 65_537; i++) {
      variables.put("V" + i, "");
    }
    assertNotAccepted(Command.of("/prog").env(variables), "65536 variables");

    String path = "/bin" + ":/bin".repeat(255);
    Command searched = Command.of("prog").env("PATH", path);
    assertThatCode(() -> CommandEncoder.requireAccepted(searched)).doesNotThrowAnyException();
    assertNotAccepted(Command.of("prog").env("PATH", path + ":/bin"), "256 directories");
  }

  private static void assertNotAccepted(Command command, String reason) {
    assertThatThrownBy(() -> CommandEncoder.requireAccepted(command))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void sourcesOfPlansAreLimited() throws Exception {
    FileTree.Source source = new FileTree.Source("/source", Set.of(), 0);
    Plan most = withTree(Collections.nCopies(128, source), List.of());
    assertThat(new Bytes(PlanEncoder.encode(1, most)).table(Layout.Plan.SOURCES, 128)).isPositive();
    assertThatThrownBy(
            () -> PlanEncoder.encode(1, withTree(Collections.nCopies(129, source), List.of())))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("at most 128 mount sources")
        .hasMessageContaining("not 129");
  }

  @Test
  void encodedFilesCanBeUsedAgain() throws Exception {
    Plan plan = withTree(List.of(new FileTree.Source("/source", Set.of(), 0)), List.of());
    EncodedFiles files = EncodedFiles.of(plan.files());
    byte[] first = PlanEncoder.encode(1, plan, files, PlanEncoder.Fault.NONE);
    assertThat(PlanEncoder.encode(1, plan, files, PlanEncoder.Fault.NONE))
        .isEqualTo(first)
        .isEqualTo(PlanEncoder.encode(1, plan));
  }

  @Test
  void entriesAndSizeOfPlansAreLimited() {
    FileTree.Entry small = new FileTree.Entry(EntryKind.MASK, Set.of(), 0, -1, "/mask", "", "");
    assertThatThrownBy(
            () -> PlanEncoder.encode(1, withTree(List.of(), Collections.nCopies(4097, small))))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("at most 4096");
    FileTree.Entry large =
        new FileTree.Entry(EntryKind.MASK, Set.of(), 0, -1, "/mask", "x".repeat(1 << 20), "");
    assertThatThrownBy(
            () -> PlanEncoder.encode(1, withTree(List.of(), Collections.nCopies(8, large))))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("8388608 bytes");
  }

  @Test
  void commandInFileSaysHowLargeItIs() {
    Bytes b = new Bytes(CommandEncoder.inFile(300_000));
    assertThat(b.length()).isEqualTo(Layout.Command.SIZEOF);
    assertThat(b.u32(Layout.Command.SIZE)).isEqualTo(300_000);
    assertThat(b.u32(Layout.Command.IN_FILE)).isEqualTo(1);
  }

  @Test
  void shortRequestsHaveEachValueInItsField() {
    Bytes signal = new Bytes(RequestEncoder.signal(5, 15));
    assertThat(signal.u32(Layout.Request.KIND)).isEqualTo(Wire.SIGNAL);
    assertThat(signal.u64(Layout.Request.ROOM)).isEqualTo(5);
    assertThat(signal.u32(Layout.Request.ARGUMENT)).isEqualTo(15);
    Bytes create = new Bytes(RequestEncoder.createInFile(6, 300_000));
    assertThat(create.u32(Layout.Request.KIND)).isEqualTo(Wire.CREATE);
    assertThat(create.u32(Layout.Request.SIZE)).isEqualTo(300_000);
    assertThat(create.u32(Layout.Request.ARGUMENT)).isEqualTo(1);
    Bytes update = new Bytes(RequestEncoder.update(7, plan().clocks()));
    assertThat(update.u32(Layout.Request.KIND)).isEqualTo(Wire.UPDATE);
    assertThat(update.u32(Layout.Request.ARGUMENT)).isEqualTo(1);
    assertThat(update.u32(Layout.Request.SIZE)).isEqualTo(Layout.Update.SIZEOF);
    assertTimes(update, Layout.Update.TIMES);
    assertThat(new Bytes(RequestEncoder.kill(8)).u32(Layout.Request.KIND)).isEqualTo(Wire.KILL);
    Bytes leave = new Bytes(RequestEncoder.leave("/left"));
    assertThat(leave.u32(Layout.Request.KIND)).isEqualTo(Wire.LEAVE);
    assertThat(leave.string(Layout.Request.SIZEOF, 5)).isEqualTo("/left");
  }

  private static void assertTimes(Bytes b, int at) {
    assertThat(b.u64(at + Layout.Times.WALL_NS)).isEqualTo(10);
    assertThat(b.u64(at + Layout.Times.CPU_NS)).isEqualTo(11);
    assertThat(b.u64(at + Layout.Times.IDLE_NS)).isEqualTo(12);
    assertThat(b.u64(at + Layout.Times.GRACE_NS)).isEqualTo(13);
  }

  private static ByteBuffer report(int kind) {
    return ByteBuffer.allocate(Layout.Report.SIZEOF)
        .order(ByteOrder.nativeOrder())
        .putInt(Layout.Report.MAGIC, Wire.MAGIC)
        .putInt(Layout.Report.VERSION, Wire.VERSION)
        .putInt(Layout.Report.KIND, kind)
        .putLong(Layout.Report.ROOM, 77);
  }

  private static Report decode(ByteBuffer report) {
    return Report.decode(report.array(), Layout.Report.SIZEOF);
  }

  @Test
  void exitIsReadFromItsFields() {
    ByteBuffer b =
        report(Wire.EXITED)
            .putInt(Layout.Report.FLAGS, Wire.NEVER_RAN | Wire.NO_STATUS)
            .putInt(Layout.Report.CAUSE, 2)
            .putInt(Layout.Report.CODE, 1)
            .putInt(Layout.Report.STATUS, 9)
            .putInt(Layout.Report.COUNTERS, 0b101)
            .putLong(Layout.Report.WALL_NS, 12)
            .putLong(Layout.Report.COUNTER + 2 * Long.BYTES, 34)
            .putInt(Layout.Report.SYSCALL, 56)
            .putLong(Layout.Report.ARGS + 5 * Long.BYTES, 78)
            .putLong(Layout.Report.MINOR_FAULTS, 90)
            .putLong(Layout.Report.MAJOR_FAULTS, 91)
            .putLong(Layout.Report.VOLUNTARY, 92)
            .putLong(Layout.Report.INVOLUNTARY, 93)
            .putLong(Layout.Report.MOMENTS + Long.BYTES * Moment.CONCLUDED.index(), 94);
    Report.Exited exited = (Report.Exited) decode(b);
    assertThat(exited.room()).isEqualTo(77);
    assertThat(exited.neverRan()).isTrue();
    assertThat(exited.withoutStatus()).isTrue();
    assertThat(exited.cause()).isEqualTo(Cause.BY_CPU);
    assertThat(exited.code()).isEqualTo(1);
    assertThat(exited.status()).isEqualTo(9);
    assertThat(exited.wallNanos()).isEqualTo(12);
    assertThat(exited.counters().get(0)).hasValue(0);
    assertThat(exited.counters().get(1)).isEmpty();
    assertThat(exited.counters().get(2)).hasValue(34);
    assertThat(exited.syscall()).isEqualTo(56);
    assertThat(exited.call()).containsExactly(0L, 0L, 0L, 0L, 0L, 78L);
    assertThat(exited.minorFaults()).isEqualTo(90);
    assertThat(exited.majorFaults()).isEqualTo(91);
    assertThat(exited.voluntarySwitches()).isEqualTo(92);
    assertThat(exited.involuntarySwitches()).isEqualTo(93);
    assertThat(exited.moments().get(Moment.CONCLUDED.index())).isEqualTo(94);
  }

  @Test
  void otherReportsAreReadFromTheirFields() {
    ByteBuffer failed =
        report(Wire.FAILED)
            .putInt(Layout.Report.STEP, 12)
            .putInt(Layout.Report.ITEM, 3)
            .putInt(Layout.Report.ERR, 13);
    assertThat(decode(failed)).isEqualTo(new Report.Failed(77, 12, 3, 13));
    assertThat(decode(report(Wire.STARTED).putInt(Layout.Report.PID, 8)))
        .isEqualTo(new Report.Started(77, 8));
    assertThat(decode(report(Wire.HELLO).putInt(Layout.Report.PID, 9)))
        .isEqualTo(new Report.Hello(77, 9));
    assertThat(decode(report(Wire.PARKED))).isEqualTo(new Report.Parked(77));
  }

  @Test
  void unknownReportIsRefused() {
    assertThatThrownBy(() -> decode(report(99))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> decode(report(Wire.EXITED).putInt(Layout.Report.CAUSE, 99)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> decode(report(Wire.HELLO).putInt(Layout.Report.VERSION, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Report.decode(new byte[8], 8))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** An encoded block. */
  private record Bytes(ByteBuffer buffer) {

    Bytes(byte[] bytes) {
      this(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
    }

    int length() {
      return buffer.capacity();
    }

    int u32(int at) {
      return buffer.getInt(at);
    }

    long u64(int at) {
      return buffer.getLong(at);
    }

    /** Returns the offset of a table, which must have this count of entries. */
    int table(int at, int count) {
      assertThat(u32(at + Layout.Table.COUNT)).isEqualTo(count);
      return u32(at + Layout.Table.OFF);
    }

    String text(int at) {
      return string(u32(at + Layout.Span.OFF), u32(at + Layout.Span.LEN));
    }

    String string(int off, int length) {
      byte[] bytes = new byte[length];
      buffer.get(off, bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
