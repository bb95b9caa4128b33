package io.kotha.sandbox.isolation;

/**
 * Something that keeps programs from learning of each other through parts of a processor that they
 * share. None is on unless asked for: each costs the program speed. The program cannot turn it off,
 * and all that it starts has it as well.
 */
public enum Mitigation {
  /**
   * No load passes an older store whose address is not known yet: {@code PR_SPEC_STORE_BYPASS}
   * turned off for good by {@code prctl(2)}, {@code PR_SET_SPECULATION_CTRL}; Linux 4.17.
   */
  STORE_BYPASS,

  /**
   * No speculation over indirect branches, and no prediction of theirs shared with others: {@code
   * PR_SPEC_INDIRECT_BRANCH}; Linux 4.20.
   */
  INDIRECT_BRANCH,

  /**
   * Threads of the room share a core, where it runs several threads at once, only with each other:
   * {@code prctl(2)}, {@code PR_SCHED_CORE_CREATE}; Linux 5.14 with {@code CONFIG_SCHED_CORE}, and
   * a processor that shows such threads.
   */
  CORE_SCHEDULING
}
