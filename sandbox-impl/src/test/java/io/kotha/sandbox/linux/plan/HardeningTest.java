package io.kotha.sandbox.linux.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.SecurityLabel;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HardeningTest {

  @Test
  void labelIsWrittenWhereItsModuleReadsIt() {
    Hardening appArmor = Hardening.of(new SecurityLabel.AppArmor("judge"), Set.of());
    Hardening seLinux = Hardening.of(new SecurityLabel.SeLinux("u:r:t:s0"), Set.of());

    assertThat(appArmor)
        .isEqualTo(new Hardening("self/attr/apparmor/exec", "exec judge", Set.of()));
    assertThat(seLinux).isEqualTo(new Hardening("self/attr/exec", "u:r:t:s0", Set.of()));
  }

  @Test
  void roomWithoutLabelKeepsItsMitigations() {
    assertThat(Hardening.of(null, Set.of())).isEqualTo(Hardening.NONE);
    assertThat(Hardening.of(null, EnumSet.of(Mitigation.CORE_SCHEDULING)).mitigations())
        .containsExactly(Mitigation.CORE_SCHEDULING);
  }

  @Test
  void mitigationsAreMadeInTheOrderOfTheEnum() {
    assertThat(Hardening.of(null, EnumSet.allOf(Mitigation.class)).inOrder())
        .containsExactly(Mitigation.values());
    assertThat(Hardening.NONE.inOrder()).isEmpty();
  }
}
