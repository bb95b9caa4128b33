package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyscallPolicyTest {

  @Test
  void derivedPolicyLeavesTheOriginalUnchanged() {
    SyscallPolicy base = SyscallPolicy.allowList("base");
    SyscallPolicy derived = base.allow("read", "write");
    assertThat(base.rules()).isEmpty();
    assertThat(derived.rules())
        .containsExactly(
            new SyscallRule("read", SyscallAction.allow()),
            new SyscallRule("write", SyscallAction.allow()));
  }

  @Test
  void derivedPolicyHasAnotherName() {
    assertThat(SyscallPolicy.standard().name()).isEqualTo("standard");
    assertThat(SyscallPolicy.standard().allow("ptrace").deny("bpf").name()).isEqualTo("standard+");
    assertThat(SyscallPolicy.standard().allow("ptrace").named("debug").name()).isEqualTo("debug");
  }

  @Test
  void groupLabelStandsForItsCalls() {
    SyscallPolicy policy = SyscallPolicy.standard().deny(SyscallAction.errno(13), "@sockets");
    assertThat(policy.rules())
        .contains(new SyscallRule("connect", SyscallAction.errno(13)))
        .hasSize(SyscallPolicy.standard().rules().size() + SyscallGroup.SOCKETS.names().size());
    assertThat(SyscallGroup.FILE_ATTRIBUTES.label()).isEqualTo("@file-attributes");
    assertThatThrownBy(() -> SyscallPolicy.standard().allow("@everything"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noCallIsInTwoGroups() {
    Set<String> seen = new HashSet<>();
    for (SyscallGroup group : SyscallGroup.values()) {
      for (String name : group.names()) {
        assertThat(seen.add(name)).as(name).isTrue();
      }
    }
  }

  @Test
  void onlyNonePolicyLoadsNoFilter() {
    assertThat(SyscallPolicy.none().isNone()).isTrue();
    assertThat(SyscallPolicy.none().deny("bpf").isNone()).isFalse();
    assertThat(SyscallPolicy.denyList("open").isNone()).isFalse();
    assertThat(SyscallPolicy.standard().isNone()).isFalse();
  }

  @Test
  void conditionalRulesKeepTheirConditions() {
    SyscallPolicy policy =
        SyscallPolicy.allowList("p")
            .allowWhen("socket", int32(0).is(1), int32(2).is(0))
            .denyWhen(SyscallAction.kill(), "socket", int32(0).is(38));
    assertThat(policy.rules().get(0).matches(1, 9, 0, 0, 0, 0)).isTrue();
    assertThat(policy.rules().get(0).matches(1, 9, 1, 0, 0, 0)).isFalse();
    assertThat(policy.rules().get(1).conditions()).containsExactly(int32(0).is(38));
  }

  @Test
  void errnosHaveTheKernelsNumbersAndRange() {
    assertThat(SyscallAction.EPERM).isEqualTo(SyscallAction.errno(1));
    assertThat(SyscallAction.ENOSYS).isEqualTo(SyscallAction.errno(38));
    assertThatThrownBy(() -> SyscallAction.errno(4096))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SyscallAction.errno(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
