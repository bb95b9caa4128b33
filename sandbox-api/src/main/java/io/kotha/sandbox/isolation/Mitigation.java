package io.kotha.sandbox.isolation;

/**
 * A mitigation of side channels between programs that share parts of a processor. None is on by
 * default, because each costs speed. The program cannot turn it off, and its children inherit it.
 */
public enum Mitigation {
  /**
   * Turns speculative store bypass off for good: no load passes an older store whose address is not
   * known yet. {@code prctl(2)}, {@code PR_SET_SPECULATION_CTRL}, {@code PR_SPEC_STORE_BYPASS};
   * Linux 4.17.
   */
  STORE_BYPASS,

  /**
   * Turns speculation over indirect branches off for good, and with it the sharing of predictions
   * with other programs. {@code prctl(2)}, {@code PR_SET_SPECULATION_CTRL}, {@code
   * PR_SPEC_INDIRECT_BRANCH}; Linux 4.20.
   */
  INDIRECT_BRANCH,

  /**
   * Lets threads of the room share a core with SMT (hyper-threading) only with each other. {@code
   * prctl(2)}, {@code PR_SCHED_CORE_CREATE}; Linux 5.14 with {@code CONFIG_SCHED_CORE}, and a
   * processor with SMT.
   */
  CORE_SCHEDULING
}
