package io.kotha.sandbox.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInterpreter;
import io.kotha.sandbox.linux.seccomp.bpf.FilterReturn;
import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.linux.seccomp.bpf.SeccompData;
import io.kotha.sandbox.seccomp.ArgumentCondition;
import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import io.kotha.sandbox.seccomp.ArgumentCondition.Width;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallAnswer;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The compiled program gives the policy's answer for every call number, and for arguments at the
 * edges of conditions.
 */
class PolicyCompilerPropertyTest {

  private static final long[] CORNERS = {
    0,
    1,
    2,
    0x7fff_ffffL,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    0x1_0000_0001L,
    0x7fff_ffff_ffff_ffffL,
    0x8000_0000_0000_0000L,
    -1L
  };

  @Property(tries = 150)
  void programAgreesWithPolicy(
      @ForAll("policies") SyscallPolicy policy,
      @ForAll Arch arch,
      @ForAll KillMode fatal,
      @ForAll long seed) {
    assertAgreement(policy, arch, fatal, new Random(seed));
  }

  @Property(tries = 5)
  void longProgramAgreesWithPolicy(@ForAll Arch arch, @ForAll long seed) {
    SyscallPolicy policy = SyscallPolicy.allowList("long");
    long value = 0x1234_5678_0000_0000L;
    for (String name : arch.table().names().values().stream().limit(300).toList()) {
      policy =
          policy.rule(
              new SyscallRule(
                  name,
                  SyscallAction.errno((int) (value % 4096)),
                  List.of(
                      new ArgumentCondition(0, Width.LONG, Operator.GE, value, -1),
                      new ArgumentCondition(5, Width.LONG, Operator.NE, ++value, -1))));
    }
    assertThat(PolicyCompiler.compile(policy, arch, KillMode.NOTIFY).length()).isGreaterThan(2000);
    assertAgreement(policy, arch, KillMode.NOTIFY, new Random(seed));
  }

  @Property(tries = 10)
  void standardPolicyAgrees(@ForAll Arch arch, @ForAll KillMode fatal, @ForAll long seed) {
    assertAgreement(SyscallPolicy.standard(), arch, fatal, new Random(seed));
  }

  private static void assertAgreement(
      SyscallPolicy policy, Arch arch, KillMode fatal, Random random) {
    BpfInterpreter program = new BpfInterpreter(PolicyCompiler.compile(policy, arch, fatal));
    long[] candidates = candidates(policy);
    for (int number : numbers()) {
      for (int round = 0; round < 12; round++) {
        long[] arguments = new long[6];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = candidates[random.nextInt(candidates.length)];
        }
        int machine = random.nextInt(20) == 0 ? random.nextInt() : arch.auditArch();
        SeccompData data = new SeccompData(number, machine, arguments);
        int expected = FilterReturn.of(PolicyEvaluator.evaluate(policy, arch, data), fatal);
        if (program.run(data) != expected) {
          assertThat(FilterReturn.describe(program.run(data)))
              .as("%s under %s", data, policy)
              .isEqualTo(FilterReturn.describe(expected));
        }
      }
    }
  }

  private static int[] numbers() {
    IntStream edges =
        IntStream.of(
            0x3fff_ffff,
            0x4000_0000,
            0x4000_0000 | 59,
            0x4000_0000 | 520,
            0x7fff_ffff,
            0x8000_0000,
            0xffff_fffe,
            -1);
    return IntStream.concat(IntStream.range(0, 600), edges).toArray();
  }

  /** Returns values at and beside the compared values, also with the other half changed. */
  private static long[] candidates(SyscallPolicy policy) {
    List<Long> candidates = new ArrayList<>();
    for (long corner : CORNERS) {
      candidates.add(corner);
    }
    for (SyscallRule rule : policy.rules()) {
      for (ArgumentCondition c : rule.conditions()) {
        for (long value : new long[] {c.value(), c.value() | ~c.mask(), c.mask()}) {
          candidates.add(value);
          candidates.add(value - 1);
          candidates.add(value + 1);
          candidates.add(value ^ 0x1_0000_0000L);
          candidates.add(value | 0xdead_beef_0000_0000L);
          candidates.add(value & 0xffff_ffffL);
          candidates.add(~value);
        }
      }
    }
    return candidates.stream().mapToLong(Long::longValue).toArray();
  }

  @Provide
  Arbitrary<SyscallPolicy> policies() {
    return Combinators.combine(actions(), actions(), rules().list().ofMaxSize(40))
        .as((otherwise, unknown, rules) -> new SyscallPolicy("any", otherwise, unknown, rules));
  }

  private static Arbitrary<SyscallRule> rules() {
    // With few names, rules meet on the same calls, some of them of one architecture only.
    Arbitrary<String> names =
        Arbitraries.of(
            "read",
            "write",
            "open",
            "openat",
            "clone",
            "socket",
            "ioctl",
            "fork",
            "listns",
            "io_setup",
            "statx",
            "rseq",
            "prlimit64",
            "pidfd_send_signal",
            "rseq_slice_yield");
    return Combinators.combine(names, actions(), conditions().list().ofMaxSize(3))
        .as(SyscallRule::new);
  }

  private static Arbitrary<SyscallAction> actions() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            SyscallAction.allow(),
            SyscallAction.kill(),
            SyscallAction.log(),
            SyscallAction.trap(),
            SyscallAction.emulate(call -> SyscallAnswer.proceed())),
        Arbitraries.integers().between(0, 4095).map(SyscallAction::errno));
  }

  private static Arbitrary<ArgumentCondition> conditions() {
    Arbitrary<Long> values =
        Arbitraries.oneOf(
            Arbitraries.of(Arrays.stream(CORNERS).boxed().toList()),
            Arbitraries.longs(),
            Arbitraries.longs().between(0, 9));
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.of(Width.class),
            Arbitraries.of(Operator.class),
            values,
            values)
        .as(PolicyCompilerPropertyTest::condition);
  }

  private static ArgumentCondition condition(
      int index, Width width, Operator operator, long value, long mask) {
    boolean masked = operator == Operator.MASKED_EQ || operator == Operator.MASKED_NE;
    long bits = masked ? mask & width.bits() : width.bits();
    return new ArgumentCondition(index, width, operator, value & bits, bits);
  }
}
