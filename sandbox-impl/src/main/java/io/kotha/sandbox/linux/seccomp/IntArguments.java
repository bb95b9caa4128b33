package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.seccomp.SyscallArgument;
import java.util.Map;
import java.util.Set;

/**
 * The arguments that the kernel reads as 32 bits, for the calls that profiles put conditions on.
 *
 * <p>The kernel ignores the high half of such a register. A condition that compared it could be
 * evaded by setting it. All other arguments are compared as 64 bits.
 */
final class IntArguments {

  private static final Map<String, Set<Integer>> INDICES =
      Map.ofEntries(
          Map.entry("socket", Set.of(0, 1, 2)),
          Map.entry("socketpair", Set.of(0, 1, 2)),
          Map.entry("setsockopt", Set.of(0, 1, 2, 4)),
          Map.entry("getsockopt", Set.of(0, 1, 2)),
          Map.entry("personality", Set.of(0)),
          // The kernel declares these two as long, but uses the low half only.
          Map.entry("clone", Set.of(0)),
          Map.entry("unshare", Set.of(0)),
          Map.entry("setns", Set.of(0, 1)),
          Map.entry("ioctl", Set.of(0, 1)),
          Map.entry("fcntl", Set.of(0, 1)),
          Map.entry("prctl", Set.of(0)),
          Map.entry("open", Set.of(1, 2)),
          Map.entry("openat", Set.of(0, 2, 3)),
          Map.entry("chmod", Set.of(1)),
          Map.entry("fchmod", Set.of(0, 1)),
          Map.entry("fchmodat", Set.of(0, 2)),
          Map.entry("mknod", Set.of(1, 2)),
          Map.entry("mknodat", Set.of(0, 2, 3)),
          Map.entry("kill", Set.of(0, 1)),
          Map.entry("tgkill", Set.of(0, 1, 2)),
          Map.entry("keyctl", Set.of(0)),
          Map.entry("bpf", Set.of(0, 2)),
          Map.entry("quotactl", Set.of(0, 2)),
          Map.entry("prlimit64", Set.of(0, 1)),
          Map.entry("setpriority", Set.of(0, 1, 2)));

  private IntArguments() {}

  static SyscallArgument of(String syscall, int index) {
    return INDICES.getOrDefault(syscall, Set.of()).contains(index)
        ? SyscallArgument.int32(index)
        : SyscallArgument.int64(index);
  }
}
