package io.kotha.sandbox.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of the package, and the arguments that it refuses. */
class InspectTest {

  private static final CapabilitySet NONE = new CapabilitySet(0);

  @Test
  void capabilitySetKeepsBitsWithoutAName() {
    CapabilitySet set = new CapabilitySet(Capability.NET_RAW.bit() | 1L << 41 | Long.MIN_VALUE);
    assertThat(set.named()).containsExactly(Capability.NET_RAW);
    assertThat(set.unnamed()).isEqualTo(1L << 41 | Long.MIN_VALUE);
    assertThat(set.contains(Capability.NET_RAW)).isTrue();
    assertThat(set.contains(Capability.KILL)).isFalse();
    assertThat(set).hasToString("[NET_RAW, 41, 63]");
  }

  @Test
  void everyBitOfAMaskHasANameOrIsUnnamed() {
    CapabilitySet all = new CapabilitySet(-1);
    assertThat(all.named()).containsExactly(Capability.values());
    assertThat(Capability.mask(all.named()) | all.unnamed()).isEqualTo(-1);
    assertThat(Capability.mask(all.named()) & all.unnamed()).isZero();
    assertThat(NONE.named()).isEmpty();
    assertThat(NONE.isEmpty()).isTrue();
    assertThat(all.isEmpty()).isFalse();
  }

  @Test
  void valuesCannotBeChanged() {
    Map<Namespace, Long> inodes = new EnumMap<>(Map.of(Namespace.PID, 7L));
    ProcessNamespaces namespaces = new ProcessNamespaces(1, inodes, inodes);
    inodes.put(Namespace.NET, 8L);
    assertThat(namespaces.inodes()).containsExactly(Map.entry(Namespace.PID, 7L));
    assertThat(namespaces.forChildren()).containsExactly(Map.entry(Namespace.PID, 7L));
    assertThatThrownBy(() -> namespaces.inodes().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> new CapabilitySet(1).named().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void pidMustBeMoreThanZero(long pid) {
    assertThatThrownBy(() -> Namespaces.of(pid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pid must be more than 0, not " + pid);
    assertThatThrownBy(() -> Capabilities.of(pid)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsRefusedByName() {
    assertRefused("process", () -> Namespaces.of(null));
    assertRefused("process", () -> Capabilities.of(null));
    assertRefused("capability", () -> NONE.contains(null));
    assertRefused("type", () -> new NamespaceInfo(null, 1, 1, 1, 0, "a"));
    assertRefused("command", () -> new NamespaceInfo(Namespace.PID, 1, 1, 1, 0, null));
    assertRefused("inodes", () -> new ProcessNamespaces(1, null, Map.of()));
    assertRefused("forChildren", () -> new ProcessNamespaces(1, Map.of(), null));
    assertRefused("reason", () -> new InspectionException(1, null, null));
    List<String> sets = List.of("inheritable", "permitted", "effective", "bounding", "ambient");
    for (String set : sets) {
      assertRefused(
          set,
          () ->
              new ProcessCapabilities(
                  1,
                  set.equals("inheritable") ? null : NONE,
                  set.equals("permitted") ? null : NONE,
                  set.equals("effective") ? null : NONE,
                  set.equals("bounding") ? null : NONE,
                  set.equals("ambient") ? null : NONE));
    }
    Map<Namespace, Long> withNull = Collections.singletonMap(Namespace.PID, null);
    assertThatThrownBy(() -> new ProcessNamespaces(1, withNull, Map.of()))
        .isInstanceOf(NullPointerException.class);
  }

  private static void assertRefused(
      String name, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name);
  }
}
