package io.kotha.sandbox.linux.seccomp.bpf;

/** The filter return value that a fatal action is compiled to. */
public enum KillMode {
  /** {@code SECCOMP_RET_KILL_PROCESS}: the kernel kills and does not report the call. */
  KILL_PROCESS,

  /**
   * {@code SECCOMP_RET_USER_NOTIF}: the kernel reports the call to the filter's listener, whose
   * holder kills, so that the verdict can name the call. The filter must be loaded with {@code
   * SECCOMP_FILTER_FLAG_NEW_LISTENER}. Without a listener, or after the listener is closed, the
   * call fails with {@code ENOSYS}. A process has at most one such filter.
   */
  NOTIFY
}
