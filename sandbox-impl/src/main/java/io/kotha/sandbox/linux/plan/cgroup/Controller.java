package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.Arrays;
import java.util.Optional;

/** A cgroup controller that a limit or a figure of Kotha needs. */
public enum Controller {
  /** Memory limit and peak. */
  MEMORY("memory", "memory", Use.ALWAYS),
  /** Number of processes and threads. */
  PIDS("pids", "pids", Use.ALWAYS),
  /** Processor rate and weight. */
  CPU("cpu", "cpu", Use.ALWAYS),
  /**
   * The processor time that a group has used. A controller of v1 only: on v2 every group has {@code
   * cpu.stat}, whatever its controllers.
   */
  CPUACCT("cpuacct", "cpuacct", Use.ALWAYS),
  /** Which processors and memory nodes. */
  CPUSET("cpuset", "cpuset", Use.ON_REQUEST),
  /** Speed of block devices. */
  IO("blkio", "io", Use.ON_REQUEST),
  /** Huge pages. */
  HUGETLB("hugetlb", "hugetlb", Use.ON_REQUEST);

  /** Which rooms get a group of it. */
  enum Use {
    /** Each: its counters are evidence even where it limits nothing. */
    ALWAYS,
    /** Those with such a limit: a group costs 50 µs and more, and these tell nothing of use. */
    ON_REQUEST
  }

  private final String v1Name;
  private final String v2Name;
  private final Use use;

  Controller(String v1Name, String v2Name, Use use) {
    this.v1Name = v1Name;
    this.v2Name = v2Name;
    this.use = use;
  }

  /** As the kernel calls it on this version. */
  public String kernelName(GroupKind kind) {
    return kind == GroupKind.V1 ? v1Name : v2Name;
  }

  /** Its name in a host report. */
  public String feature() {
    return "cgroup." + v2Name;
  }

  public boolean isOnRequest() {
    return use == Use.ON_REQUEST;
  }

  public static Optional<Controller> of(GroupKind kind, String kernelName) {
    return Arrays.stream(values()).filter(c -> c.kernelName(kind).equals(kernelName)).findFirst();
  }
}
