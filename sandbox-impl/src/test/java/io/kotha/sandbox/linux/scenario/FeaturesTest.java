package io.kotha.sandbox.linux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.linux.scenario.Ending.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** A skip must name something known that the host really lacks. */
class FeaturesTest {

  @Test
  void unknownNameFailsTheTest() {
    assertThatThrownBy(() -> Features.require("cgroup.invented"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("\"cgroup.invented\" is neither a feature nor a HostFact");
    assertThatThrownBy(() -> Features.has("tool.invented")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Features.lacks("invented", "")).isInstanceOf(AssertionError.class);
  }

  @Test
  void featureThatTheHostHasIsNoReasonToSkip() {
    assertThatThrownBy(() -> Features.lacks("kernel", "too old"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("this host has kernel: no reason to skip (too old)");
  }

  @Test
  void missingFactSkipsAndIsNamed() {
    assertThatThrownBy(() -> Features.require("rootfs.whole"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageStartingWith("host lacks rootfs.whole: the test needs ");
  }

  @Test
  void onlyLacksThatTheLaneFoundExcuseSkips() {
    LaneFeatures root = LaneFeatures.of(List.of("root\tlandlock"));
    assertThat(root.excuse(skipped("root", "host lacks landlock: off"))).isTrue();
    assertThat(root.excuse(skipped("user", "host lacks landlock: off"))).isFalse();
    assertThat(root.excuse(skipped("root", "host lacks invented: off"))).isFalse();
    assertThat(root.excuse(skipped("root", "not today"))).isFalse();
  }

  @Test
  void namesOfFactsAreUniqueAndNoFeatures() {
    assertThat(HostFact.values()).extracting(HostFact::text).doesNotHaveDuplicates();
    assertThat(HostFact.values())
        .noneMatch(fact -> Features.report().feature(fact.text()).isPresent());
  }

  private static Ending skipped(String lane, String reason) {
    return new Ending(lane, State.SKIPPED, "SomeIT.test", reason);
  }
}
