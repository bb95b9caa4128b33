package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.seccomp.ArgumentCondition;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallAnswer;
import io.kotha.sandbox.seccomp.SyscallArgument;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A written profile means the same as its policy, as the reader decides. */
class ProfileWriterTest {

  private static final long[] CORNERS = {0, 1, 2, 7, 8, 0xffff_ffffL, 0x1_0000_0001L, -1};

  private static SyscallPolicy written(SyscallPolicy policy) {
    return ProfileReader.read(
        "written",
        ProfileWriter.write(policy, Arch.X86_64),
        new ProfileReader.Target(Arch.X86_64, "6.1.0", Set.of()));
  }

  @Property(tries = 200)
  void everyCallGetsTheSameAnswer(@ForAll("policies") SyscallPolicy policy) {
    SyscallPolicy read = written(policy);
    for (String call : new String[] {"pread64", "write", "read", "clone3", "getpid"}) {
      for (long a : CORNERS) {
        for (long b : CORNERS) {
          assertThat(read.actionFor(call, a, b, a, b, a, b))
              .as("%s %x %x", call, a, b)
              .isEqualTo(policy.actionFor(call, a, b, a, b, a, b));
        }
      }
    }
  }

  /** Provides grants with and without conditions, and refusals without; in any order. */
  @Provide
  Arbitrary<SyscallPolicy> policies() {
    Arbitrary<SyscallRule> grants =
        Combinators.combine(
                Arbitraries.of("pread64", "write", "read"), conditions().list().ofMaxSize(2))
            .as((name, all) -> new SyscallRule(name, SyscallAction.allow(), apart(all)));
    Arbitrary<SyscallRule> refusals =
        Arbitraries.of("pread64", "clone3", "getpid")
            .map(name -> new SyscallRule(name, SyscallAction.ENOSYS));
    return Combinators.combine(refusals.list().ofMaxSize(2), grants.list().ofMaxSize(6))
        .as(
            (first, then) -> {
              List<SyscallRule> rules = new ArrayList<>(first);
              rules.removeIf(r -> then.stream().anyMatch(t -> t.syscall().equals(r.syscall())));
              rules.addAll(then);
              return new SyscallPolicy("any", SyscallAction.EPERM, SyscallAction.ENOSYS, rules);
            });
  }

  /**
   * Drops the second of two conditions on one argument, because a profile takes them as
   * alternatives.
   */
  private static List<ArgumentCondition> apart(List<ArgumentCondition> all) {
    return all.size() == 2 && all.get(0).index() == all.get(1).index() ? all.subList(0, 1) : all;
  }

  /** Provides conditions on arguments of 64 bits: the reader compares others on 32 bits only. */
  private static Arbitrary<ArgumentCondition> conditions() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 2), Arbitraries.longs().between(0, 9))
        .flatAs(
            (index, value) -> {
              SyscallArgument argument = int64(index);
              return Arbitraries.of(
                  int32(index).is(value),
                  int32(index).isMasked(0xf, value),
                  argument.is(value),
                  argument.isNot(value),
                  argument.isBelow(value),
                  argument.isAtMost(value),
                  argument.isAbove(value),
                  argument.isAtLeast(value),
                  argument.isMasked(0xf, value));
            });
  }

  @Test
  void writtenIntConditionsCompareTheLowHalf() {
    String profile =
        ProfileWriter.write(
            SyscallPolicy.allowList("a").allowWhen("ioctl", int32(1).is(0x5401)), Arch.X86_64);
    assertThat(profile).contains("SCMP_CMP_MASKED_EQ", "4294967295", "21505");
  }

  @Test
  void unrepresentablePoliciesAreRefused() {
    List<SyscallPolicy> policies =
        List.of(
            SyscallPolicy.allowList("a")
                .allow("read")
                .denyWhen(SyscallAction.EPERM, "read", int32(0).is(1)),
            SyscallPolicy.allowList("a").emulate(call -> SyscallAnswer.proceed(), "read"),
            SyscallPolicy.allowList("a").allowWhen("read", int64(0).hasAnyOf(1)),
            SyscallPolicy.allowList("a").allowWhen("read", int32(0).isNot(1)),
            SyscallPolicy.compute(),
            SyscallPolicy.allowList("a").unknown(SyscallAction.allow()));
    for (SyscallPolicy policy : policies) {
      assertThatThrownBy(() -> ProfileWriter.write(policy, Arch.X86_64))
          .as(policy.toString())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot be written as a profile");
    }
  }
}
