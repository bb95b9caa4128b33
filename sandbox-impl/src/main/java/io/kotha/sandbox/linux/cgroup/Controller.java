package io.kotha.sandbox.linux.cgroup;

import java.util.Arrays;
import java.util.Optional;

/** A cgroup controller that a limit or a figure of Kotha needs. */
public enum Controller {
  /** Memory limit and peak. */
  MEMORY("memory"),
  /** Number of processes and threads. */
  PIDS("pids"),
  /** Processor rate. */
  CPU("cpu"),
  /**
   * The processor time that a group has used. A controller of v1 only: on v2 every group has {@code
   * cpu.stat}, whatever its controllers.
   */
  CPUACCT("cpuacct");

  private final String kernelName;

  Controller(String kernelName) {
    this.kernelName = kernelName;
  }

  /** As in {@code /proc/cgroups}. */
  public String kernelName() {
    return kernelName;
  }

  /** Its name in a host report. */
  public String feature() {
    return "cgroup." + kernelName;
  }

  static Optional<Controller> of(String kernelName) {
    return Arrays.stream(values()).filter(c -> c.kernelName.equals(kernelName)).findFirst();
  }
}
