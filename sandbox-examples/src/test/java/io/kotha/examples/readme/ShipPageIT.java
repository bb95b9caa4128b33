package io.kotha.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.OtherJvm;
import io.kotha.examples.readme.Documentation.Block;
import io.kotha.examples.ship.Ship;
import io.kotha.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The commands of the page about ship run and print what the page says. */
@Timeout(180)
class ShipPageIT {

  private static final Path PAGE = Documentation.ROOT.resolve("docs/howto/ship.md");

  @TempDir Path dir;

  @BeforeEach
  void requireRooms() throws Exception {
    if (!Sandbox.inspect().has("cgroup.memory")) {
      throw new TestAbortedException("host lacks cgroup.memory: the page needs cgroups");
    }
  }

  @Test
  void blocksPrintWhatThePageSays() throws Exception {
    makeLauncher();
    Block commands = null;
    int compared = 0;
    for (Block block : Documentation.blocksOf(PAGE)) {
      if (block.language().equals("sh")) {
        commands = block;
      } else if (commands != null) {
        String printed = run(commands);
        if (block.before().endsWith("prints:")) {
          assertThat(printed).as(commands.toString()).isEqualTo(block.text());
          compared++;
        }
        commands = null;
      }
    }
    assertThat(compared).isEqualTo(2);
    assertThat(dir.resolve("state")).as("the blocks leave no container").doesNotExist();
  }

  /** Makes a launcher that does not build the project. */
  private void makeLauncher() throws Exception {
    List<String> java =
        OtherJvm.builder(dir, Map.of(), Ship.class).command().stream()
            .map(argument -> "'" + argument.replace("'", "'\\''") + "'")
            .toList();
    Path launcher = Files.createDirectory(dir.resolve("bin")).resolve("ship");
    Files.writeString(launcher, "exec " + String.join(" ", java) + " \"$@\"\n");
  }

  private String run(Block block) throws Exception {
    String script =
        block
            .text()
            .lines()
            .map(line -> line.replace("bin/ship", "sh bin/ship"))
            .collect(Collectors.joining("\n"));
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-euc", script).directory(dir.toFile()).redirectErrorStream(true);
    builder.environment().put("KOTHA_SHIP_DIR", dir.resolve("state").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(block + "\n" + printed).isZero();
    return printed;
  }
}
