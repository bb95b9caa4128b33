package io.kotha.sandbox.linux.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.SecurityLabel;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mitigations of side channels, and labels of security modules: they hold, or the start fails. */
@Timeout(60)
class HardeningIT {

  @TempDir Path dir;

  private static String line(String status, String name) {
    return status
        .lines()
        .filter(l -> l.startsWith(name + ":"))
        .findFirst()
        .map(l -> l.substring(name.length() + 1).strip())
        .orElse("unknown");
  }

  /**
   * The payload cannot turn the mitigation off again; if the kernel lets every process speculate,
   * the start fails.
   */
  @ParameterizedTest
  @CsvSource({
    "STORE_BYPASS, Speculation_Store_Bypass, thread force mitigated",
    "INDIRECT_BRANCH, SpeculationIndirectBranch, conditional force disabled"
  })
  void speculationIsDisabledOrTheStartFails(Mitigation kind, String name, String off)
      throws Exception {
    Sandbox room = Rooms.minimal().mitigate(kind);
    String host = line(Files.readString(Path.of("/proc/self/status")), name);
    if (Set.of("vulnerable", "always enabled", "unknown").contains(host)) {
      assertThatThrownBy(() -> room.run("/bin/true"))
          .isInstanceOfSatisfying(
              SetupException.class,
              e -> {
                assertThat(e.step()).isEqualTo(SetupStep.MITIGATION);
                assertThat(e.item()).isEqualTo(kind.ordinal());
                assertThat(e.hint()).contains("mitigations=");
              });
      return;
    }
    assertThat(line(Rooms.out(room, "cat /proc/self/status"), name))
        .isIn(off, "globally mitigated", "always disabled", "not vulnerable", "not affected");
    // PR_SET_SPECULATION_CTRL, PR_SPEC_ENABLE
    String kindNumber = Integer.toString(kind.ordinal());
    assertThat(
            Rooms.out(
                room,
                Command.of(Rooms.probe("sys")).args("prctl", "53", kindNumber, "2", "0", "0")))
        .matches("prctl (EPERM|ENXIO|ERANGE)");
  }

  @Test
  void coreSchedulingHoldsOrIsAnError() throws Exception {
    Sandbox room = Rooms.minimal().mitigate(Mitigation.CORE_SCHEDULING);
    if (Features.has("core.scheduling")) {
      assertThat(room.run("/bin/true").exitValue()).isZero();
      return;
    }
    assertThatThrownBy(() -> room.run("/bin/true"))
        .isInstanceOfSatisfying(
            SetupException.class,
            e -> {
              assertThat(e.step()).isEqualTo(SetupStep.MITIGATION);
              assertThat(e.hint()).contains("CONFIG_SCHED_CORE");
            });
  }

  @Test
  @Scenario("D35")
  void appArmorProfileConfinesThePayload() throws Exception {
    Features.require("apparmor");
    Features.require("tool.apparmor_parser");
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "only root may load a profile");
    }
    String name = "kotha-test-" + ProcessHandle.current().pid();
    Path profile =
        Files.writeString(
            dir.resolve("profile"),
            "profile %s flags=(attach_disconnected) { /** rix, deny /etc/passwd r, }\n"
                .formatted(name));
    HostCommand.run("apparmor_parser", "--replace", profile.toString());
    try {
      Sandbox room = Rooms.on(TestRootfs.minimal()).label(new SecurityLabel.AppArmor(name));
      assertThat(Rooms.out(room, "cat /proc/self/attr/current")).isEqualTo(name + " (enforce)");
      assertThat(Rooms.sh(room, "cat /etc/passwd").exitValue()).isNotZero();
      assertThat(Rooms.out(Rooms.minimal(), "cat /etc/passwd")).isNotEmpty();
    } finally {
      HostCommand.run("apparmor_parser", "--remove", profile.toString());
    }
  }

  @Test
  @Scenario("D35")
  void unknownLabelIsAnError() {
    for (SecurityLabel label :
        List.of(
            new SecurityLabel.AppArmor("kotha-no-such-profile"),
            new SecurityLabel.SeLinux("kotha_u:no_r:such_t:s0"))) {
      assertThatThrownBy(() -> Rooms.minimal().label(label).run("/bin/true"))
          .as(label.toString())
          .isInstanceOfSatisfying(
              SetupException.class,
              e -> {
                assertThat(e.step()).isEqualTo(SetupStep.LABEL);
                assertThat(e.hint()).contains("module");
              });
    }
  }
}
