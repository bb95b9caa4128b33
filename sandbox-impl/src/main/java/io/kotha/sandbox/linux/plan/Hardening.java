package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.SecurityLabel;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What few ask for.
 *
 * @param labelFile where the label is written, below {@code /proc}; empty: there is none
 * @param label what is written there
 * @param mitigations against side channels
 */
public record Hardening(String labelFile, String label, Set<Mitigation> mitigations) {

  /** Nothing of it. */
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

  /** The mitigations in the order in which they are made. */
  public Set<Mitigation> inOrder() {
    return mitigations.isEmpty() ? Set.of() : EnumSet.copyOf(mitigations);
  }
}
