package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInterpreter;
import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.linux.seccomp.bpf.SeccompData;
import io.kotha.sandbox.seccomp.RoomRules;
import io.kotha.sandbox.seccomp.RoomRules.Trait;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.Arrays;
import java.util.Set;

/**
 * The program of the default policy in a room with a network of its own, evaluated without the
 * kernel: the answers of the filter by itself.
 */
public final class StandardFilter {

  private static final int ALLOW = 0x7fff_0000;

  private static final int ERRNO = 5;

  private static final Arch ARCH = Arch.of(System.getProperty("os.arch")).orElseThrow();

  private static final BpfInterpreter PROGRAM =
      new BpfInterpreter(
          PolicyCompiler.compile(
              new RoomRules(Set.of(Trait.OWN_NETWORK, Trait.NO_HUGE_PAGES))
                  .addTo(SyscallPolicy.standard()),
              ARCH,
              KillMode.KILL_PROCESS));

  private StandardFilter() {}

  /**
   * Returns true if the filter refuses this call.
   *
   * @param call name or number, and arguments; a text that is not a number stands for a pointer
   */
  public static boolean refuses(String call) {
    return answer(call) != ALLOW;
  }

  private static int answer(String call) {
    String[] fields = call.split(" ");
    long[] arguments =
        Arrays.stream(fields).skip(1).mapToLong(StandardFilter::number).limit(6).toArray();
    int number = ARCH.table().numberOf(fields[0]).orElseGet(() -> Integer.parseInt(fields[0]));
    SeccompData data = new SeccompData(number, ARCH.auditArch(), SeccompData.six(arguments));
    return PROGRAM.run(data);
  }

  /**
   * Returns the name of the errno that the filter answers this call with.
   *
   * @param call as for {@link #refuses}
   * @throws AssertionError if the filter allows the call, or answers otherwise
   */
  public static String errnoOf(String call) {
    int answer = answer(call);
    return switch (answer) {
      case ERRNO << 16 | 1 -> "EPERM";
      case ERRNO << 16 | 12 -> "ENOMEM";
      case ERRNO << 16 | 22 -> "EINVAL";
      case ERRNO << 16 | 38 -> "ENOSYS";
      default -> throw new AssertionError(call + ": 0x" + Integer.toHexString(answer));
    };
  }

  /** Returns true if a call with arguments of 0 is allowed or gets an errno. */
  public static boolean refusesWithErrnoOnly(int number) {
    int action = PROGRAM.run(new SeccompData(number, ARCH.auditArch(), SeccompData.six()));
    return action == ALLOW || action >>> 16 == ERRNO;
  }

  private static long number(String text) {
    return text.matches("-?(0x[0-9a-f]+|\\d+)") ? Long.decode(text) : 0x7f00_0000_1000L;
  }
}
