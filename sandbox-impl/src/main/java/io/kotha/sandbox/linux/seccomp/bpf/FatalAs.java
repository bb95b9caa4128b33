package io.kotha.sandbox.linux.seccomp.bpf;

/** What a fatal refusal is compiled to. */
public enum FatalAs {
  /** {@code SECCOMP_RET_KILL_PROCESS}: the kernel kills; nobody learns which call it was. */
  KILL_PROCESS,

  /**
   * {@code SECCOMP_RET_USER_NOTIF}: the holder of the filter's listener is told the call and kills,
   * so that the verdict can name it. The filter must be loaded with {@code
   * SECCOMP_FILTER_FLAG_NEW_LISTENER}; without, or once the listener is closed, the call fails with
   * {@code ENOSYS}. A process has one such filter at most.
   */
  NOTIFY
}
