package io.kotha.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.stats.Evidence;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A learned policy grants no arguments that the standard policy refuses. */
class LearnedPolicyTest {

  private static final int CALLS = 400;
  private static final long[] NUDGES = {0, 1, 2, 3, 6, 16, 22, 41, 255, 256, 0x1_0000_0000L, -1};

  private final Random random = new Random(12);
  private final SyscallRecorder recorder = new SyscallRecorder();

  /** A notification whose memory is not read. */
  private record Call(String name, List<Long> arguments) implements SyscallNotification {
    @Override
    public int number() {
      return 0;
    }

    @Override
    public long tid() {
      return 1;
    }

    @Override
    public byte[] read(long address, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String readText(long address, int max) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(long address, byte[] content) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void refusesWhatTheStandardPolicyRefusesByItsArguments() throws Exception {
    Set<String> names = new TreeSet<>();
    for (SyscallRule rule : StandardRules.ALL) {
      if (!rule.isUnconditional()) {
        names.add(rule.syscall());
      }
    }
    List<Call> refused = new ArrayList<>();
    for (String name : names) {
      for (int i = 0; i < CALLS; i++) {
        Call call = new Call(name, arguments(name));
        if (!record(call)) {
          refused.add(call);
        }
      }
    }
    SyscallPolicy learned = recorder.learned(result()).policy();
    assertThat(refused).hasSizeGreaterThan(names.size() * 5);
    for (Call call : refused) {
      assertThat(learned.actionFor(call.name(), registers(call)))
          .as("%s", call)
          .isInstanceOf(SyscallAction.Errno.class);
    }
  }

  @Test
  void textOfThePolicyHasEveryCondition() throws Exception {
    for (String name : List.of("socket", "setxattr", "ptrace", "mknodat", "openat")) {
      record(new Call(name, List.of(1L, 2L, 3L, 4L, 5L, 6L)));
    }
    LearnedPolicy learned = recorder.learned(result());
    assertThat(learned.toJava())
        .contains(
            ".allowWhen(\"setxattr\", int64(3).isBelow(0x100))",
            ".allowWhen(\"ptrace\", int32(0).is(0x1), int32(1).isNot(0x1))",
            ".allowWhen(\"mknodat\", int32(2).isMasked(0xfc00, 0x8000))",
            ".allowWhen(\"openat\", int32(3).isMasked(0xc00, 0x0))");
  }

  /** Makes a call as the program that is learned from; returns whether it was executed. */
  private boolean record(Call call) throws Exception {
    SyscallAction action = recorder.policy().actionFor(call.name(), registers(call));
    if (action instanceof SyscallAction.Emulate emulate) {
      assertThat(emulate.emulator().answer(call)).isInstanceOf(SyscallAnswer.Proceed.class);
      return true;
    }
    return false;
  }

  /** Returns arguments near the constants of the conditions on the call. */
  private List<Long> arguments(String name) {
    List<Long> arguments = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      arguments.add(NUDGES[random.nextInt(NUDGES.length)]);
    }
    for (SyscallRule rule : StandardRules.ALL) {
      if (rule.syscall().equals(name) && random.nextInt(3) == 0) {
        for (ArgumentCondition c : rule.conditions()) {
          arguments.set(c.index(), random.nextBoolean() ? c.value() : c.value() ^ c.mask());
        }
      }
    }
    return arguments;
  }

  private static long[] registers(Call call) {
    return call.arguments().stream().mapToLong(Long::longValue).toArray();
  }

  private static SandboxResult result() {
    return new SandboxResult(
        new Verdict.Exited(0, Evidence.NONE),
        Usage.of(Duration.ZERO),
        new byte[0],
        new byte[0],
        List.of(),
        List.of());
  }
}
