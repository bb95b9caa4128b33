package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.Arrays;
import java.util.Optional;

/** A cgroup controller that a limit or a counter of Kotha needs. */
public enum Controller {
  /** Memory limit and peak. */
  MEMORY("memory", "memory", Use.ALWAYS),
  /** The number of processes and threads. */
  PIDS("pids", "pids", Use.ALWAYS),
  /** CPU rate and weight. */
  CPU("cpu", "cpu", Use.ALWAYS),
  /**
   * The CPU time that a group has used. Only v1 has such a controller: on v2 every group has {@code
   * cpu.stat}.
   */
  CPUACCT("cpuacct", "cpuacct", Use.ALWAYS),
  /** The allowed processors and memory nodes. */
  CPUSET("cpuset", "cpuset", Use.ON_REQUEST),
  /** The bandwidth of block devices. */
  IO("blkio", "io", Use.ON_REQUEST),
  /** Huge pages. */
  HUGETLB("hugetlb", "hugetlb", Use.ON_REQUEST);

  /** The rooms that get a group of a controller. */
  enum Use {
    /** Every room: the counters are evidence even without a limit. */
    ALWAYS,
    /**
     * Rooms with such a limit only: a group costs at least 50 µs, and its counters are not used.
     */
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

  /** Returns the kernel's name of this controller on a version of cgroups. */
  public String kernelName(GroupKind kind) {
    return kind == GroupKind.V1 ? v1Name : v2Name;
  }

  /** Returns the name of this controller in a host report. */
  public String feature() {
    return "cgroup." + v2Name;
  }

  /** Returns whether only rooms with such a limit get a group of this controller. */
  public boolean isOnRequest() {
    return use == Use.ON_REQUEST;
  }

  /** Returns the controller with this kernel name; empty for one that Kotha does not use. */
  public static Optional<Controller> of(GroupKind kind, String kernelName) {
    return Arrays.stream(values()).filter(c -> c.kernelName(kind).equals(kernelName)).findFirst();
  }
}
