package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.SecurityLabel;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The security label and the mitigations of a room, which few rooms have.
 *
 * @param labelFile the file below {@code /proc} that the label is written to; empty for no label
 * @param label the text that is written there
 * @param mitigations the mitigations against side channels
 */
public record Hardening(String labelFile, String label, Set<Mitigation> mitigations) {

  /** No label and no mitigations. */
  public static final Hardening NONE = new Hardening("", "", Set.of());

  public Hardening {
    mitigations = Set.copyOf(mitigations);
  }

  static Hardening of(@Nullable SecurityLabel label, Set<Mitigation> mitigations) {
    if (label instanceof SecurityLabel.AppArmor profile) {
      return new Hardening("self/attr/apparmor/exec", "exec " + profile.name(), mitigations);
    }
    if (label instanceof SecurityLabel.SeLinux context) {
      return new Hardening("self/attr/exec", context.name(), mitigations);
    }
    return new Hardening("", "", mitigations);
  }

  /** Returns the mitigations in the order in which the payload applies them. */
  public Set<Mitigation> inOrder() {
    return mitigations.isEmpty() ? Set.of() : EnumSet.copyOf(mitigations);
  }
}
