package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The explanation of a plan: complete, in order, and without side effects. */
@Timeout(60)
class ExplainIT {

  @Test
  void textListsEveryProtection() throws Exception {
    Sandbox room =
        Rooms.minimal()
            .hostname("explained")
            .loopback()
            .timeNs(Duration.ofHours(1))
            .tmpfs("/box", MemorySize.MB(1))
            .keepCaps(Capability.NET_RAW)
            .wallTime(Duration.ofMillis(1500));
    String text = room.explain();
    assertThat(text.lines())
        .contains("zygote, with the JVM's rights", "init, PID 1 of the room", "payload");
    assertThat(text)
        .containsSubsequence(
            "CLONE[0] clone3",
            "TIME[0]",
            "PROPAGATION[0]",
            "proc → /proc (nosuid,nodev,noexec)",
            "tmpfs → /box",
            "PIVOT[0]",
            "LOCK[1]",
            "HOSTNAME[0] explained",
            "LOOPBACK[0] lo up",
            "CAPABILITIES[0] kept NET_RAW",
            "SECCOMP[0]",
            "instructions",
            "   0: ",
            "RLIMIT[0]",
            "EXEC[0] execve",
            "wall time 1500.0 ms");
    assertThat(text).contains("LANDLOCK[0]").doesNotContain("SECCOMP_LATE");
  }

  @Test
  void textShowsLimitsAsWrittenToTheKernel() throws Exception {
    Features.require("cgroup.memory");
    assertThat(Rooms.minimal().memory(MemorySize.MB(64)).explain())
        .containsPattern("CGROUP_WRITE\\[\\d+] 64000000 > .*/memory[.]");
  }

  @Test
  void explainChangesNothing() throws Exception {
    Rooms.out(Rooms.minimal(), "true");
    Leftovers before = Leftovers.snapshot();
    Sandbox named = Rooms.minimal().name("only-explained");
    assertThat(named.explain()).contains("only-explained");
    before.assertNone();
    assertThat(Rooms.out(named, "echo free")).isEqualTo("free");
  }

  @Test
  void explainFailsWhereStartWouldFail() {
    Sandbox contradiction = Rooms.minimal().share(Namespace.NET).loopback();
    assertThatThrownBy(contradiction::explain).isInstanceOf(UnsupportedHostException.class);
  }
}
