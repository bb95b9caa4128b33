package io.kotha.sandbox.linux.wire;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.Hardening;
import io.kotha.sandbox.linux.plan.Namespaces;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.seccomp.bpf.BpfProgram;
import java.util.List;
import java.util.Optional;

/** Encodes a plan as {@code struct kt_plan} with its tables and its pool. */
public final class PlanEncoder {

  private final WireBuffer block;
  private final Plan plan;

  private PlanEncoder(WireBuffer block, Plan plan) {
    this.block = block;
    this.plan = plan;
  }

  /**
   * Encodes a request to create the room.
   *
   * @throws SandboxException if the helper would not accept the plan
   */
  public static byte[] encode(long room, Plan plan) throws SandboxException {
    return encode(room, plan, Fault.NONE);
  }

  /**
   * Encodes a request to start a program in a room that lives.
   *
   * @param program the id of the program
   * @param room the id of the room that lives
   * @param fault the step that a test build of the helper makes fail
   */
  public static byte[] encodeProgram(long program, long room, Plan plan, Fault fault) {
    return new PlanEncoder(new WireBuffer(), plan).encodeProgram(program, room, fault);
  }

  /**
   * Encodes a request to start a program that joins a room.
   *
   * @param program the id of the program
   * @param room the id of the room that it joins
   * @throws SandboxException if the helper would not accept the plan
   */
  public static byte[] encodeGuest(long program, long room, Plan plan, Fault fault)
      throws SandboxException {
    WireBuffer block = EncodedFiles.of(plan.files()).block();
    block.u64(Layout.Plan.HOST, room);
    return new PlanEncoder(block, plan).encode(program, fault);
  }

  /**
   * Encodes the request with a fault, which a test build of the helper injects.
   *
   * @throws SandboxException if the helper would not accept the plan
   */
  public static byte[] encode(long room, Plan plan, Fault fault) throws SandboxException {
    return encode(room, plan, EncodedFiles.of(plan.files()), fault);
  }

  /**
   * Encodes the request with the files of the plan as they were encoded before.
   *
   * @throws SandboxException if the helper would not accept the plan
   */
  public static byte[] encode(long room, Plan plan, EncodedFiles files, Fault fault)
      throws SandboxException {
    try {
      return new PlanEncoder(files.block(), plan).encode(room, fault);
    } catch (WireBuffer.FullException e) {
      throw EncodedFiles.tooLarge(e);
    }
  }

  private byte[] encode(long room, Fault fault) {
    block
        .bits(Layout.Plan.FLAGS, plan.flags(), Plan.Flag::bit)
        .u32(Layout.Plan.OUTER_NS, plan.outerNamespaces())
        .u32(Layout.Plan.INNER_NS, plan.innerNamespaces())
        .u32(Layout.Plan.LOCKED_NS, plan.lockedNamespaces())
        .u64(Layout.Plan.CAPABILITIES, plan.capabilities())
        .u32(Layout.Plan.CPUS, plan.clocks().cpus())
        .u32(Layout.Plan.PAYLOAD_CGROUP_NS, plan.payloadNamespaces());
    ids();
    time();
    block.text(Layout.Plan.HOSTNAME, plan.hostname());
    cgroups();
    block.span(Layout.Plan.FILTER, bytes(plan.filters().main()));
    block.span(Layout.Plan.LATE_FILTER, bytes(plan.filters().late()));
    block.text(Layout.Plan.OOM_SCORE_ADJ, plan.oomScoreAdj());
    fault(fault);
    block.text(Layout.Plan.LABEL_FILE, plan.hardening().labelFile());
    block.text(Layout.Plan.LABEL, plan.hardening().label());
    block.bits(Layout.Plan.MITIGATIONS, plan.hardening().mitigations(), PlanEncoder::mitigationBit);
    RequestEncoder.head(block, Wire.CREATE, room, 0);
    return block.toByteArray();
  }

  /** The rest is as the room has it: the helper requires it to be valid, and does not use it. */
  private byte[] encodeProgram(long program, long room, Fault fault) {
    block.reserve(Layout.Plan.SIZEOF);
    block
        .u64(Layout.Plan.HOST, room)
        .u32(
            Layout.Plan.OUTER_NS,
            Namespaces.flag(Namespace.MOUNT) | Namespaces.flag(Namespace.USER))
        .u32(Layout.Plan.CPUS, plan.clocks().cpus())
        .u32(Layout.Plan.ROOT_KIND, FileTree.RootKind.TMPFS.number());
    fault(fault);
    for (int text :
        List.of(
            Layout.Plan.UID_MAP,
            Layout.Plan.GID_MAP,
            Layout.Plan.LOCKED_UID_MAP,
            Layout.Plan.LOCKED_GID_MAP,
            Layout.Plan.HOSTNAME,
            Layout.Plan.OOM_SCORE_ADJ)) {
      block.text(text, "");
    }
    cgroups();
    RequestEncoder.head(block, Wire.CREATE, program, 0);
    return block.toByteArray();
  }

  private void fault(Fault fault) {
    block
        .u32(Layout.Plan.FAULT_STEP, fault.step())
        .u32(Layout.Plan.FAULT_ITEM, fault.item())
        .u32(Layout.Plan.FAULT_ERRNO, fault.errno());
  }

  private void ids() {
    Plan.Ids ids = plan.ids();
    block
        .u32(Layout.Plan.UID, ids.uid())
        .u32(Layout.Plan.GID, ids.gid())
        .u32(Layout.Plan.INIT_UID, ids.initUid())
        .u32(Layout.Plan.INIT_GID, ids.initGid());
    block.text(Layout.Plan.UID_MAP, ids.uidMap());
    block.text(Layout.Plan.GID_MAP, ids.gidMap());
    block.text(Layout.Plan.LOCKED_UID_MAP, ids.lockedUidMap());
    block.text(Layout.Plan.LOCKED_GID_MAP, ids.lockedGidMap());
    strings(block, Layout.Plan.UID_HELPER, ids.uidHelper());
    strings(block, Layout.Plan.GID_HELPER, ids.gidHelper());
  }

  private void time() {
    TimeOffsets time = plan.time();
    if (time != null) {
      block
          .u64(Layout.Plan.MONOTONIC_S, time.monotonic().toSeconds())
          .u64(Layout.Plan.BOOTTIME_S, time.boottime().toSeconds())
          .u32(Layout.Plan.MONOTONIC_NS, time.monotonic().toNanosPart())
          .u32(Layout.Plan.BOOTTIME_NS, time.boottime().toNanosPart());
    }
  }

  private void cgroups() {
    CgroupPlan cgroups = plan.cgroups();
    int groups = block.table(Layout.Plan.GROUPS, cgroups.groups().size(), Layout.Group.SIZEOF);
    for (int i = 0; i < cgroups.groups().size(); i++) {
      CgroupPlan.Group group = cgroups.groups().get(i);
      int at = groups + i * Layout.Group.SIZEOF;
      block.text(at + Layout.Group.PATH, group.path());
      block
          .u32(at + Layout.Group.KIND, group.kind().number())
          .u32(at + Layout.Group.FLAGS, group.entry().flags())
          .u32(at + Layout.Group.OWNER, group.owner());
    }
    int writes = block.table(Layout.Plan.WRITES, cgroups.writes().size(), Layout.Write.SIZEOF);
    for (int i = 0; i < cgroups.writes().size(); i++) {
      CgroupPlan.Write write = cgroups.writes().get(i);
      int at = writes + i * Layout.Write.SIZEOF;
      block.u32(at + Layout.Write.GROUP, write.group());
      block.text(at + Layout.Write.FILE, write.file());
      block.text(at + Layout.Write.VALUE, write.value());
    }
    int counters =
        block.table(Layout.Plan.COUNTERS, cgroups.counters().size(), Layout.Counter.SIZEOF);
    for (int i = 0; i < cgroups.counters().size(); i++) {
      counter(counters + i * Layout.Counter.SIZEOF, cgroups.counters().get(i));
    }
    block.u32(Layout.Plan.OOM_GROUP, cgroups.oomGroup());
  }

  private void counter(int at, CgroupPlan.Counter counter) {
    block
        .u32(at + Layout.Counter.KIND, counter.kind().number())
        .u32(at + Layout.Counter.GROUP, counter.group());
    block.text(at + Layout.Counter.FILE, counter.file());
    block.text(at + Layout.Counter.KEY, counter.key());
    block
        .u32(at + Layout.Counter.SCALE, (int) counter.scale())
        .u32(at + Layout.Counter.FORM, counter.form().number());
  }

  private static byte[] bytes(Optional<BpfProgram> program) {
    return program.map(BpfProgram::encode).orElse(new byte[0]);
  }

  static void strings(WireBuffer block, int at, List<String> strings) {
    int table = block.table(at, strings.size(), Layout.Span.SIZEOF);
    for (int i = 0; i < strings.size(); i++) {
      block.text(table + i * Layout.Span.SIZEOF, strings.get(i));
    }
  }

  static int mitigationBit(Mitigation mitigation) {
    return 1 << Hardening.number(mitigation);
  }

  /** A step that a test build of the helper makes fail. */
  public record Fault(int step, int item, int errno) {
    /** No fault. */
    public static final Fault NONE = new Fault(0, 0, 0);
  }
}
