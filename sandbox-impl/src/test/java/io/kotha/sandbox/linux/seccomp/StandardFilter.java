package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInterpreter;
import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.linux.seccomp.bpf.SeccompData;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.Arrays;

/** The default's program on this machine, asked without the kernel: what the filter does alone. */
public final class StandardFilter {

  private static final int ALLOW = 0x7fff_0000;

  private static final int ERRNO = 5;

  private static final Arch ARCH = Arch.of(System.getProperty("os.arch")).orElseThrow();

  private static final BpfInterpreter PROGRAM =
      new BpfInterpreter(
          PolicyCompiler.compile(SyscallPolicy.standard(), ARCH, KillMode.KILL_PROCESS));

  private StandardFilter() {}

  /**
   * Whether it refuses this call.
   *
   * @param call name or number, and arguments; what is not a number stands for a pointer
   */
  public static boolean refuses(String call) {
    String[] words = call.split(" ");
    long[] arguments =
        Arrays.stream(words).skip(1).mapToLong(StandardFilter::number).limit(6).toArray();
    int number = ARCH.table().numberOf(words[0]).orElseGet(() -> Integer.parseInt(words[0]));
    SeccompData data = new SeccompData(number, ARCH.auditArch(), SeccompData.six(arguments));
    return PROGRAM.run(data) != ALLOW;
  }

  /** Whether a call, with no arguments to speak of, is allowed or given an errno. */
  public static boolean refusesWithErrnoOnly(int number) {
    int action = PROGRAM.run(new SeccompData(number, ARCH.auditArch(), SeccompData.six()));
    return action == ALLOW || action >>> 16 == ERRNO;
  }

  private static long number(String word) {
    return word.matches("-?(0x[0-9a-f]+|\\d+)") ? Long.decode(word) : 0x7f00_0000_1000L;
  }
}
