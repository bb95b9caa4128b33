package io.kotha.sandbox.linux.seccomp.bpf;

import io.kotha.sandbox.seccomp.SyscallAction;

/** The values that a filter returns to the kernel: {@code SECCOMP_RET_*} of linux/seccomp.h. */
public final class FilterReturn {

  /** {@code SECCOMP_RET_KILL_PROCESS}. */
  public static final int KILL_PROCESS = 0x8000_0000;

  static final int TRAP = 0x0003_0000;
  static final int ERRNO = 0x0005_0000;
  static final int USER_NOTIF = 0x7fc0_0000;
  static final int LOG = 0x7ffc_0000;

  /** {@code SECCOMP_RET_ALLOW}. */
  public static final int ALLOW = 0x7fff_0000;

  private static final int ERRNO_BITS = 0xfff;
  private static final int DATA_BITS = 0xffff;

  private FilterReturn() {}

  /** Returns the value for an action. */
  public static int of(SyscallAction action, KillMode fatal) {
    if (action instanceof SyscallAction.Errno errno) {
      return ERRNO | (errno.errno() & ERRNO_BITS);
    } else if (action instanceof SyscallAction.Kill) {
      return fatal == KillMode.NOTIFY ? USER_NOTIF : KILL_PROCESS;
    } else if (action instanceof SyscallAction.Log) {
      return LOG;
    } else if (action instanceof SyscallAction.Trap) {
      return TRAP;
    } else if (action instanceof SyscallAction.Emulate || action instanceof SyscallAction.Once) {
      return USER_NOTIF;
    } else {
      return ALLOW;
    }
  }

  /** Returns the name of a value for listings, with the errno if there is one. */
  public static String describe(int value) {
    int data = value & DATA_BITS;
    return switch (value & ~DATA_BITS) {
      case KILL_PROCESS -> "KILL_PROCESS";
      case TRAP -> "TRAP";
      case ERRNO -> "ERRNO " + data;
      case USER_NOTIF -> "USER_NOTIF";
      case LOG -> "LOG";
      case ALLOW -> "ALLOW";
      default -> "#0x%x".formatted(value);
    };
  }
}
