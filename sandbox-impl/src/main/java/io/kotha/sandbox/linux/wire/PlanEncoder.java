package io.kotha.sandbox.linux.wire;

import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.linux.plan.Domain;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.seccomp.bpf.BpfProgram;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A plan as the one block of {@code struct kt_plan}, its tables and its pool. */
public final class PlanEncoder {

  private final WireBuffer block = new WireBuffer();
  private final Plan plan;

  private PlanEncoder(Plan plan) {
    this.plan = plan;
  }

  /** Encodes a request to create the room. */
  public static byte[] encode(long room, Plan plan) {
    return encode(room, plan, Fault.NONE);
  }

  /** The same with a step that a test build of the helper makes fail. */
  public static byte[] encode(long room, Plan plan, Fault fault) {
    return new PlanEncoder(plan).encode(room, fault);
  }

  private byte[] encode(long room, Fault fault) {
    block.reserve(Wire.PLAN_SIZE);
    Plan.Ids ids = plan.ids();
    block
        .u32(32, bits(plan.flags()))
        .u32(36, plan.outerNamespaces())
        .u32(40, plan.innerNamespaces())
        .u32(44, plan.lockedNamespaces())
        .u32(48, ids.uid())
        .u32(52, ids.gid())
        .u32(56, ids.initUid())
        .u32(60, ids.initGid())
        .u64(64, plan.capabilities())
        .u32(72, plan.clocks().cpus())
        .u32(76, plan.payloadNamespaces());
    TimeOffsets time = plan.time();
    if (time != null) {
      block
          .u64(80, time.monotonic().toSeconds())
          .u64(88, time.boottime().toSeconds())
          .u32(96, time.monotonic().toNanosPart())
          .u32(100, time.boottime().toNanosPart());
    }
    block.text(104, ids.uidMap());
    block.text(112, ids.gidMap());
    block.text(120, ids.lockedUidMap());
    block.text(128, ids.lockedGidMap());
    strings(block, 136, ids.uidHelper());
    strings(block, 144, ids.gidHelper());
    block.text(152, plan.hostname());
    tree();
    cgroups();
    block.span(216, bytes(plan.filters().main()));
    block.span(224, bytes(plan.filters().late()));
    block.text(232, plan.oomScoreAdj());
    block.u32(240, plan.cgroups().oomGroup());
    block.u32(244, fault.step()).u32(248, fault.item()).u32(252, fault.errno());
    domain();
    block.text(288, plan.hardening().labelFile());
    block.text(296, plan.hardening().label());
    block.u32(304, bits(plan.hardening().mitigations()));
    RequestEncoder.head(block, Wire.CREATE, room, 0);
    return block.toByteArray();
  }

  private void domain() {
    Domain domain = plan.domain();
    block.u64(256, domain.files()).u64(264, domain.ports()).u64(272, domain.scoped());
    int rules = block.table(280, domain.rules().size(), Wire.DOMAIN_RULE_SIZE);
    for (int i = 0; i < domain.rules().size(); i++) {
      Domain.Rule rule = domain.rules().get(i);
      int at = rules + i * Wire.DOMAIN_RULE_SIZE;
      block.text(at, rule.path());
      block.u32(at + 8, rule.port()).u64(at + 16, rule.rights());
    }
  }

  private void tree() {
    FileTree tree = plan.tree();
    int sources = block.table(160, tree.sources().size(), Wire.TREE_SIZE);
    for (int i = 0; i < tree.sources().size(); i++) {
      FileTree.Source source = tree.sources().get(i);
      int at = sources + i * Wire.TREE_SIZE;
      block.text(at, source.path());
      block.u32(at + 8, bits(source.flags())).u32(at + 12, source.attributes());
    }
    block.u32(168, tree.rootKind().ordinal() + 1).u32(172, tree.rootSource());
    options(176, tree.rootOptions());
    int entries = block.table(184, tree.entries().size(), Wire.MOUNT_SIZE);
    for (int i = 0; i < tree.entries().size(); i++) {
      FileTree.Entry entry = tree.entries().get(i);
      int at = entries + i * Wire.MOUNT_SIZE;
      block
          .u32(at, entry.kind().ordinal() + 1)
          .u32(at + 4, bits(entry.flags()))
          .u32(at + 8, entry.attributes())
          .u32(at + 12, entry.tree());
      block.text(at + 16, entry.target());
      block.text(at + 24, entry.source());
      options(at + 32, entry.options());
      block.u32(at + 40, entry.mode());
    }
  }

  private void cgroups() {
    CgroupPlan cgroups = plan.cgroups();
    int groups = block.table(192, cgroups.groups().size(), Wire.GROUP_SIZE);
    for (int i = 0; i < cgroups.groups().size(); i++) {
      CgroupPlan.Group group = cgroups.groups().get(i);
      block.text(groups + i * Wire.GROUP_SIZE, group.path());
      block.u32(groups + i * Wire.GROUP_SIZE + 8, group.kind().ordinal());
    }
    int writes = block.table(200, cgroups.writes().size(), Wire.WRITE_SIZE);
    for (int i = 0; i < cgroups.writes().size(); i++) {
      CgroupPlan.Write write = cgroups.writes().get(i);
      int at = writes + i * Wire.WRITE_SIZE;
      block.u32(at, write.group());
      block.text(at + 8, write.file());
      block.text(at + 16, write.value());
    }
    int counters = block.table(208, cgroups.counters().size(), Wire.COUNTER_SIZE);
    for (int i = 0; i < cgroups.counters().size(); i++) {
      CgroupPlan.Counter counter = cgroups.counters().get(i);
      int at = counters + i * Wire.COUNTER_SIZE;
      block.u32(at, counter.kind().ordinal()).u32(at + 4, counter.group());
      block.text(at + 8, counter.file());
      block.text(at + 16, counter.key());
      block.u32(at + 24, (int) counter.scale()).u32(at + 28, counter.form().ordinal());
    }
  }

  /** Comma-separated options become strings that each end in a NUL, which the length counts. */
  private void options(int at, String options) {
    String joined = options.isEmpty() ? "" : options.replace(',', '\0') + '\0';
    block.span(at, joined.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(Optional<BpfProgram> program) {
    return program.map(BpfProgram::encode).orElse(new byte[0]);
  }

  static void strings(WireBuffer block, int at, List<String> strings) {
    int table = block.table(at, strings.size(), Wire.SPAN_SIZE);
    for (int i = 0; i < strings.size(); i++) {
      block.text(table + i * Wire.SPAN_SIZE, strings.get(i));
    }
  }

  private static int bits(Collection<? extends Enum<?>> flags) {
    int bits = 0;
    for (Enum<?> flag : flags) {
      bits |= 1 << flag.ordinal();
    }
    return bits;
  }

  /** A step that a test build of the helper makes fail. */
  public record Fault(int step, int item, int errno) {
    /** No fault. */
    public static final Fault NONE = new Fault(0, 0, 0);
  }
}
