package io.kotha.sandbox.limits;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import java.util.Objects;

/** A choice of the processors that a room may run on; cgroup {@code cpuset.cpus}. Immutable. */
public sealed interface CpuSet {

  /** All processors that the parent cgroup may use; the default. */
  record Any() implements CpuSet {}

  /**
   * Chosen processors. If the parent cgroup may not use one of them, a start is an {@link
   * UnsupportedHostException}.
   *
   * @param cpus processor numbers
   */
  record Listed(CpuList cpus) implements CpuSet {
    public Listed {
      Objects.requireNonNull(cpus, "cpus");
    }
  }

  /**
   * Whole cores with all their hardware threads. Rooms of this JVM with such a set never share a
   * core; other rooms and other processes may use it.
   *
   * @param count number of cores, 1 or more
   */
  record WholeCores(int count) implements CpuSet {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public WholeCores {
      if (count < 1) {
        throw new IllegalArgumentException("a number of cores must be 1 or more, not " + count);
      }
    }
  }

  /** Returns all processors that the parent cgroup may use. */
  static CpuSet any() {
    return new Any();
  }

  /**
   * Returns these processors, by number.
   *
   * @throws IllegalArgumentException if there is no number, or one is negative
   */
  static CpuSet of(int... cpus) {
    return new Listed(CpuList.of(cpus));
  }

  /**
   * Returns the processors of a list such as {@code 0-3,8}.
   *
   * @throws IllegalArgumentException if the text is not such a list
   */
  static CpuSet parse(String cpus) {
    return new Listed(CpuList.parse(cpus));
  }

  /**
   * Returns whole cores that are chosen when the room is built. If fewer are free then, the start
   * is a {@link SandboxException}.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  static CpuSet wholeCores(int count) {
    return new WholeCores(count);
  }
}
