package io.kotha.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.OtherJvm;
import io.kotha.examples.readme.Documentation.Example;
import io.kotha.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** The programs of the documentation print what the pages say. */
@Timeout(120)
class DocumentationIT {

  @TempDir Path dir;

  static List<Example> examples() throws IOException {
    return Documentation.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void programPrintsWhatThePageSays(Example example) throws Exception {
    assertThat(Documentation.compile(example.block(), dir)).isEmpty();
    requireLimits();
    OtherJvm run = OtherJvm.runClassOf(dir, example.block().program());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(example.output());
  }

  @Test
  void tutorialIsAmongThem() throws Exception {
    assertThat(examples()).extracting(e -> e.block().program()).contains("FirstRoom", "GradeOne");
  }

  private static void requireLimits() throws IOException {
    var host = Sandbox.inspect();
    for (String feature : new String[] {"cgroup.memory", "cgroup.pids", "cgroup.cpuacct"}) {
      if (!host.has(feature)) {
        throw new TestAbortedException("host lacks " + feature + ": the examples ask for it");
      }
    }
  }
}
