package io.kotha.examples.mission;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.OtherJvm;
import io.kotha.examples.fixture.SmallRoot;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.stats.HostReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** Runs the README's expression from Java, Kotlin and Scala. */
@Timeout(120)
class MissionIT {

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.kotha.examples.mission.Mission",
        "io.kotha.examples.kotlin.MissionKt",
        "io.kotha.examples.scala.Mission"
      })
  void missionExpressionPrintsHello(String main) throws Exception {
    SmallRoot.make(dir.resolve("alpine"));
    HostReport host = Sandbox.inspect();
    OtherJvm run = OtherJvm.run(dir, main);
    for (String feature : new String[] {"cgroup.memory", "cgroup.pids"}) {
      if (!host.has(feature)) {
        // The sandbox refuses to run without a requested limit, and names the missing feature.
        assertThat(run.status()).isNotZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("UnsupportedHostException").contains(feature);
        throw new TestAbortedException("host lacks " + feature + ", which the example requires");
      }
    }
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("hello\n");
    assertThat(run.status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.kotha.examples.kotlin.ExampleKt", "io.kotha.examples.scala.Example"})
  void examplesPrintVerdicts(String main) throws Exception {
    OtherJvm run = OtherJvm.run(dir, main);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .containsExactly(
            "hello from kotha",
            "exit 0: fine",
            "exit 3: exit status 3",
            "kill -TERM $$: signal 15",
            "while :; do echo flood; done: more than 100kB of output",
            "sleep 60: more than 2000 ms of WALL time");
  }

  @Test
  void missingRootIsNamedByTheError() throws Exception {
    OtherJvm run = OtherJvm.run(dir, "io.kotha.examples.mission.Mission");
    assertThat(run.status()).isNotZero();
    assertThat(run.err()).contains("SandboxException", "Exception").contains("alpine");
  }
}
