package io.kotha.sandbox.linux.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.linux.fixture.CProgram;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.plan.Domain;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.FileTree.EntryFlag;
import io.kotha.sandbox.linux.plan.FileTree.EntryKind;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.FileTree.SourceFlag;
import io.kotha.sandbox.linux.plan.Filters;
import io.kotha.sandbox.linux.plan.Hardening;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.seccomp.ReportingCalls;
import io.kotha.sandbox.linux.wire.Report.Cause;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code wire.h} is the contract: every number that Java has of it is the header's. */
class WireContractTest {

  private static final Map<String, Integer> HEADER = new HashMap<>();

  @BeforeAll
  static void read() throws Exception {
    if (!CProgram.isAvailable()) {
      throw Features.lacks(CProgram.FEATURE, "no C compiler on PATH");
    }
    Path binary = Files.createTempFile("kotha-abi", "");
    HostCommand made =
        HostCommand.run(
            "cc", "-std=c11", "-Isrc/main/c", "-o", binary.toString(), "src/test/c/print_abi.c");
    assertThat(made.exit()).as(made.output()).isZero();
    for (String line : HostCommand.run(binary.toString()).output().lines().toList()) {
      String[] words = line.split(" ", -1);
      HEADER.put(words[0], (int) Long.parseLong(words[1]));
    }
    Files.delete(binary);
  }

  private static void same(String name, int java) {
    assertThat(HEADER).as(name).containsEntry(name, java);
  }

  @Test
  void sizesAndLimits() {
    same("KT_MAGIC", Wire.MAGIC);
    same("KT_VERSION", Wire.VERSION);
    same("KT_MAX_MESSAGE", Wire.MAX_MESSAGE);
    same("KT_MAX_REQUEST", Wire.MAX_REQUEST);
    same("KT_MAX_ROOMS", Wire.MAX_ROOMS);
    same("KT_MAX_TREES", Wire.MAX_TREES);
    same("KT_MAX_GROUPS", Wire.MAX_GROUPS);
    same("KT_MAX_COUNTERS", Wire.MAX_COUNTERS);
    same("KT_MAX_FDS", Wire.MAX_FDS);
    same("sizeof.kt_request", Wire.REQUEST_SIZE);
    same("sizeof.kt_plan", Wire.PLAN_SIZE);
    same("sizeof.kt_tree", Wire.TREE_SIZE);
    same("sizeof.kt_mount", Wire.MOUNT_SIZE);
    same("sizeof.kt_group", Wire.GROUP_SIZE);
    same("sizeof.kt_write", Wire.WRITE_SIZE);
    same("sizeof.kt_counter", Wire.COUNTER_SIZE);
    same("sizeof.kt_rlimit", Wire.RLIMIT_SIZE);
    same("sizeof.kt_domain_rule", Wire.DOMAIN_RULE_SIZE);
    same("sizeof.kt_command", Wire.COMMAND_SIZE);
    same("sizeof.kt_copy", Wire.COPY_SIZE);
    same("sizeof.kt_span", Wire.SPAN_SIZE);
    same("sizeof.kt_report", Wire.REPORT_SIZE);
    same("KT_CREATE", Wire.CREATE);
    same("KT_SIGNAL", Wire.SIGNAL);
    same("KT_KILL", Wire.KILL);
    same("KT_LEAVE", Wire.LEAVE);
    same("KT_UPDATE", Wire.UPDATE);
    same("sizeof.kt_update", Wire.UPDATE_SIZE);
    same("kt_update.times", Wire.REQUEST_SIZE);
    same("KT_NONE", CgroupPlan.UNWATCHED);
  }

  @Test
  void enums() {
    for (SetupStep step : SetupStep.values()) {
      same("STEP_" + step, step.number());
    }
    for (Plan.Flag flag : Plan.Flag.values()) {
      same("KT_" + flag, 1 << flag.ordinal());
    }
    for (RootKind kind : RootKind.values()) {
      same("KT_ROOT_" + kind, kind.ordinal() + 1);
    }
    for (SourceFlag flag : SourceFlag.values()) {
      same("KT_TREE_" + flag, 1 << flag.ordinal());
    }
    for (EntryFlag flag : EntryFlag.values()) {
      same("KT_" + flag, 1 << flag.ordinal());
    }
    for (CgroupPlan.Form form : CgroupPlan.Form.values()) {
      same("KT_" + form, form.ordinal());
    }
    for (GroupKind kind : GroupKind.values()) {
      same("KT_GROUP_" + kind, kind.ordinal());
    }
    for (Cause cause : Cause.values()) {
      same("KT_" + cause, cause.ordinal());
    }
    List<String> kinds = List.of("TREE", "FS", "MASK", "ATTR", "SELF", "MKDIR", "SYMLINK", "WRITE");
    assertThat(kinds).hasSameSizeAs(EntryKind.values());
    for (EntryKind kind : EntryKind.values()) {
      same("KT_MOUNT_" + kinds.get(kind.ordinal()), kind.ordinal() + 1);
    }
    same("KT_NEVER_RAN", 1);
    same("KT_NO_STATUS", 2);
    same("KT_STATUS_FD", ReportingCalls.DESCRIPTOR);
    same("KT_WORD", ReportingCalls.COOKIE);
    same("KT_MOMENTS", Wire.MAX_MOMENTS);
    for (Mitigation mitigation : Mitigation.values()) {
      same("KT_" + mitigation, 1 << mitigation.ordinal());
    }
  }

  /** The offsets that the encoders write to, found by what they wrote. */
  @Test
  void aCommandIsWhereTheHeaderLooksForIt() {
    Command command = Command.of("prog", "arg").in("/dir");
    byte[] bytes =
        CommandEncoder.encode(
            command, List.of(new CopyIn(new CopyIn.Bytes(new byte[1]), "/box/f", 0640)), plan());
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    assertThat(text(b, at("kt_command.directory"))).isEqualTo("/dir");
    assertThat(text(b, b.getInt(at("kt_command.argv")) + 8)).isEqualTo("arg");
    assertThat(text(b, b.getInt(at("kt_command.env")))).startsWith("PATH=");
    assertThat(text(b, b.getInt(at("kt_command.programs")))).isEqualTo("/usr/local/sbin/prog");
    assertThat(text(b, b.getInt(at("kt_command.copies")))).isEqualTo("/box/f");
    assertThat(b.getInt(b.getInt(at("kt_command.copies")) + 8)).isEqualTo(0640);
    int rlimit = b.getInt(at("kt_command.rlimits"));
    assertThat(b.getInt(rlimit)).isEqualTo(24);
    assertThat(b.getLong(rlimit + 8)).isEqualTo(25);
    assertThat(b.getInt(12)).as("warns").isEqualTo(2);
    for (int i = 0; i < 4; i++) {
      assertThat(b.getLong(at("kt_command.times") + 8 * i)).isEqualTo(10 + i);
    }
    assertThat(b.getInt(at("kt_command.in_file"))).isZero();
  }

  private static Plan plan() {
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
        new FileTree(List.of(), RootKind.TMPFS, 19, "size=1", List.of()),
        new CgroupPlan(
            List.of(new CgroupPlan.Group("/g", GroupKind.V2)),
            List.of(new CgroupPlan.Write(20, "file", "value")),
            List.of(
                new CgroupPlan.Counter(
                    CounterKind.OOM_KILLS, 21, "events", "key", CgroupPlan.Form.SUM, 22)),
            23),
        List.of(new Plan.Rlimit(24, 25, "limit")),
        new Domain(30, 31, 32, List.of(new Domain.Rule("/rule", 33, 34))),
        new Filters(Optional.empty(), Optional.empty(), Filters.Listener.NONE),
        new Hardening("label file", "label", Set.of(Mitigation.INDIRECT_BRANCH)),
        "26",
        List.of());
  }

  @Test
  void aPlanIsWhereTheHeaderLooksForIt() {
    ByteBuffer b =
        ByteBuffer.wrap(PlanEncoder.encode(77, plan(), new PlanEncoder.Fault(27, 28, 29)))
            .order(ByteOrder.nativeOrder());
    String[] numbers = {"outer_ns", "inner_ns", "locked_ns", "payload_cgroup_ns"};
    for (int i = 0; i < numbers.length; i++) {
      assertThat(b.getInt(at("kt_plan." + numbers[i]))).as(numbers[i]).isEqualTo(i + 1);
    }
    assertThat(b.getInt(at("kt_plan.uid"))).isEqualTo(5);
    assertThat(b.getInt(at("kt_plan.gid"))).isEqualTo(6);
    assertThat(b.getInt(at("kt_plan.init_uid"))).isEqualTo(7);
    assertThat(b.getInt(at("kt_plan.init_gid"))).isEqualTo(8);
    assertThat(b.getLong(at("kt_plan.capabilities"))).isEqualTo(9);
    assertThat(b.getInt(at("kt_plan.cpus"))).isEqualTo(14);
    assertThat(b.getLong(at("kt_plan.monotonic_s"))).isEqualTo(15);
    assertThat(b.getInt(at("kt_plan.monotonic_ns"))).isEqualTo(16);
    assertThat(b.getLong(at("kt_plan.boottime_s"))).isEqualTo(17);
    assertThat(b.getInt(at("kt_plan.boottime_ns"))).isEqualTo(18);
    assertThat(text(b, at("kt_plan.uid_map"))).isEqualTo("uid");
    assertThat(text(b, at("kt_plan.gid_map"))).isEqualTo("gid");
    assertThat(text(b, at("kt_plan.locked_uid_map"))).isEqualTo("locked uid");
    assertThat(text(b, at("kt_plan.locked_gid_map"))).isEqualTo("locked gid");
    assertThat(text(b, b.getInt(at("kt_plan.uid_helper")))).isEqualTo("newuidmap");
    assertThat(text(b, b.getInt(at("kt_plan.gid_helper")) + 8)).isEqualTo("x");
    assertThat(text(b, at("kt_plan.hostname"))).isEqualTo("host");
    assertThat(b.getInt(at("kt_plan.trees") + 4)).isZero();
    assertThat(b.getInt(at("kt_plan.root_kind"))).isEqualTo(RootKind.TMPFS.ordinal() + 1);
    assertThat(b.getInt(at("kt_plan.root_tree"))).isEqualTo(19);
    assertThat(text(b, at("kt_plan.root_options"))).isEqualTo("size=1\0");
    assertThat(b.getInt(at("kt_plan.mounts") + 4)).isZero();
    assertThat(text(b, b.getInt(at("kt_plan.groups")))).isEqualTo("/g");
    assertThat(b.getInt(b.getInt(at("kt_plan.writes")))).isEqualTo(20);
    int counter = b.getInt(at("kt_plan.counters"));
    assertThat(b.getInt(counter + 4)).isEqualTo(21);
    assertThat(text(b, counter + 8)).isEqualTo("events");
    assertThat(b.getInt(counter + 24)).isEqualTo(22);
    assertThat(b.getInt(counter + 28)).isEqualTo(CgroupPlan.Form.SUM.ordinal());
    assertThat(b.getInt(at("kt_plan.oom_group"))).isEqualTo(23);
    assertThat(text(b, at("kt_plan.oom_score_adj"))).isEqualTo("26");
    assertThat(b.getInt(at("kt_plan.fault_step"))).isEqualTo(27);
    assertThat(b.getInt(at("kt_plan.fault_step") + 8)).isEqualTo(29);
    assertThat(b.getLong(at("kt_plan.domain_files"))).isEqualTo(30);
    assertThat(b.getLong(at("kt_plan.domain_ports"))).isEqualTo(31);
    assertThat(b.getLong(at("kt_plan.domain_scoped"))).isEqualTo(32);
    assertThat(text(b, at("kt_plan.label_file"))).isEqualTo("label file");
    assertThat(text(b, at("kt_plan.label"))).isEqualTo("label");
    assertThat(b.getInt(at("kt_plan.mitigations"))).isEqualTo(2);
    int rule = b.getInt(at("kt_plan.domain_rules"));
    assertThat(text(b, rule)).isEqualTo("/rule");
    assertThat(b.getInt(rule + 8)).isEqualTo(33);
    assertThat(b.getLong(rule + 16)).isEqualTo(34);
  }

  @Test
  void aReportIsReadWhereTheHeaderHasIt() {
    ByteBuffer b = ByteBuffer.allocate(Wire.REPORT_SIZE).order(ByteOrder.nativeOrder());
    b.putInt(0, Wire.MAGIC).putInt(4, Wire.VERSION).putInt(8, 4);
    b.putInt(at("kt_report.flags"), 3).putLong(at("kt_report.room"), 77);
    b.putInt(at("kt_report.cause"), 2).putInt(at("kt_report.code"), 1);
    b.putInt(at("kt_report.status"), 9).putInt(at("kt_report.counters"), 0b101);
    b.putLong(at("kt_report.wall_ns"), 12).putLong(at("kt_report.counter") + 16, 34);
    b.putInt(at("kt_report.syscall"), 56).putLong(at("kt_report.args") + 40, 78);
    b.putLong(at("kt_report.minor_faults"), 90).putLong(at("kt_report.major_faults"), 91);
    b.putLong(at("kt_report.voluntary"), 92).putLong(at("kt_report.involuntary"), 93);
    b.putLong(at("kt_report.moments") + 8 * HEADER.get("KT_CONCLUDED"), 94);
    Report.Exited exited = (Report.Exited) Report.decode(b.array(), Wire.REPORT_SIZE);
    assertThat(exited.room()).isEqualTo(77);
    assertThat(exited.neverRan() && exited.withoutStatus()).isTrue();
    assertThat(exited.cause()).isEqualTo(Cause.BY_CPU);
    assertThat(exited.code()).isEqualTo(1);
    assertThat(exited.status()).isEqualTo(9);
    assertThat(exited.wallNanos()).isEqualTo(12);
    assertThat(exited.counters().get(0)).hasValue(0);
    assertThat(exited.counters().get(1)).isEmpty();
    assertThat(exited.counters().get(2)).hasValue(34);
    assertThat(exited.syscall()).isEqualTo(56);
    assertThat(exited.call().get(5)).isEqualTo(78);
    assertThat(exited.minorFaults()).isEqualTo(90);
    assertThat(exited.majorFaults()).isEqualTo(91);
    assertThat(exited.voluntarySwitches()).isEqualTo(92);
    assertThat(exited.involuntarySwitches()).isEqualTo(93);
    assertThat(exited.moments().get(Wire.MAX_MOMENTS - 1)).isEqualTo(94);
    b.putInt(8, 3).putInt(at("kt_report.step"), 12).putInt(at("kt_report.item"), 3);
    b.putInt(at("kt_report.err"), 13);
    assertThat(Report.decode(b.array(), Wire.REPORT_SIZE))
        .isEqualTo(new Report.Failed(77, 12, 3, 13));
    b.putInt(8, HEADER.get("KT_PARKED"));
    assertThat(Report.decode(b.array(), Wire.REPORT_SIZE)).isEqualTo(new Report.Parked(77));
  }

  private static int at(String field) {
    return HEADER.get(field);
  }

  private static String text(ByteBuffer b, int span) {
    byte[] bytes = new byte[b.getInt(span + 4)];
    b.get(b.getInt(span), bytes);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }
}
