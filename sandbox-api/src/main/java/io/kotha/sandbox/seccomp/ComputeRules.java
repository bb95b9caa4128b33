package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;

import java.util.ArrayList;
import java.util.List;

/** The rules for a static program of one thread that uses only its standard descriptors. */
final class ComputeRules {

  private static final String CALLS =
      """
      read readv pread64 write writev lseek close
      brk mmap munmap mremap mprotect madvise
      exit exit_group rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack
      fstat newfstatat getpid gettid tgkill
      clock_gettime gettimeofday time getrandom
      """;

  /** Calls that the C libraries make before {@code main}. */
  private static final String START_UP =
      """
      arch_prctl set_tid_address set_robust_list rseq uname sysinfo readlink readlinkat getrlimit
      futex
      """;

  private static final int TCGETS = 0x5401;
  private static final int TIOCGWINSZ = 0x5413;

  static final List<SyscallRule> ALL = all();

  private ComputeRules() {}

  private static List<SyscallRule> all() {
    List<SyscallRule> rules = new ArrayList<>(StandardRules.allowed(CALLS + START_UP));
    rules.add(allowed("prlimit64", int32(0).is(0), int64(2).is(0)));
    rules.add(allowed("ioctl", int32(1).is(TCGETS)));
    rules.add(allowed("ioctl", int32(1).is(TIOCGWINSZ)));
    rules.add(new SyscallRule("execve", SyscallAction.once()));
    return List.copyOf(rules);
  }

  private static SyscallRule allowed(String syscall, ArgumentCondition... conditions) {
    return new SyscallRule(syscall, SyscallAction.allow(), List.of(conditions));
  }
}
