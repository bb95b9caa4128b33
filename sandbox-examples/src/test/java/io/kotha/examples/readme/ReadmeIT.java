package io.kotha.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.OtherJvm;
import io.kotha.examples.readme.Documentation.Block;
import io.kotha.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The README's program and its command for the shell run and print what the README says. */
@Timeout(120)
class ReadmeIT {

  private static final Path MISSION =
      Path.of("src/main/java/io/kotha/examples/mission/Mission.java");
  private static final Pattern SHIP = Pattern.compile("`bin/ship (run [^`]+)`");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @TempDir Path dir;

  private static Block snippet(int number) throws Exception {
    return Documentation.blocksOf(Documentation.README).stream()
        .filter(block -> block.language().equals("java"))
        .toList()
        .get(number);
  }

  @Test
  void firstExamplePrintsWhatItSays() throws Exception {
    assertThat(Documentation.compile(snippet(0), dir)).isEmpty();
    require("cgroup.memory", "cgroup.pids");
    OtherJvm run = OtherJvm.runClassOf(dir, "Hello");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("45\n");
  }

  @Test
  void missionLineIsTheTestedOne() throws Exception {
    String shown = snippet(1).text();
    String line = shown.substring(shown.indexOf("SandboxProcess p"), shown.indexOf(';') + 1);
    assertThat(withoutBlanks(Files.readString(MISSION))).contains(withoutBlanks(line));
  }

  @Test
  void shipCommandRuns() throws Exception {
    Matcher command = SHIP.matcher(Files.readString(Documentation.README));
    assertThat(command.find()).as("a command of bin/ship in the README").isTrue();
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command.group(1));
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    require("cgroup.memory");
    OtherJvm run = OtherJvm.run(dir, "io.kotha.examples.ship.Ship", words.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("uid=0").contains("usr\n").doesNotContain("home");
    assertThat(run.status()).isZero();
  }

  private static void require(String... features) throws Exception {
    var host = Sandbox.inspect();
    for (String feature : features) {
      if (!host.has(feature)) {
        throw new TestAbortedException("host lacks " + feature + ": the README asks for it");
      }
    }
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", "");
  }
}
