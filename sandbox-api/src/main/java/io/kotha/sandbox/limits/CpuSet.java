package io.kotha.sandbox.limits;

/** The processors that a room may run on; cgroup {@code cpuset.cpus}. */
public sealed interface CpuSet {

  /** All that the JVM's own cgroup may. */
  record Any() implements CpuSet {}

  /** These. */
  record Listed(CpuList cpus) implements CpuSet {}

  /**
   * Whole cores, with all their hardware threads, that no other room of this JVM with such a set
   * has at the same time.
   */
  record WholeCores(int count) implements CpuSet {
    public WholeCores {
      if (count < 1) {
        throw new IllegalArgumentException("at least one core, not " + count);
      }
    }
  }

  /** All that the JVM's own cgroup may. */
  static CpuSet any() {
    return new Any();
  }

  /** These processors, by number. */
  static CpuSet of(int... cpus) {
    return new Listed(CpuList.of(cpus));
  }

  /** These processors, such as {@code 0-3,8}. */
  static CpuSet parse(String cpus) {
    return new Listed(CpuList.parse(cpus));
  }

  /** Cores of its own, picked when the room is built; an error if not so many are free. */
  static CpuSet wholeCores(int count) {
    return new WholeCores(count);
  }
}
