package io.kotha.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.benchmarks.accuracy.Accuracy;
import io.kotha.benchmarks.soak.Soak;
import io.kotha.examples.html.Plain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hostile arguments in the errors of the commands. */
@Timeout(60)
class PlainCommandsTest {

  private static final String HOSTILE = "a\u001b[2J\b\u007f\r\u009b2J\u202ez";

  @Test
  void noControlCharacterReachesTheTerminal() throws Exception {
    assertPlain(Bench.class, HOSTILE, "/nowhere");
    assertPlain(Bench.class, "report", "/nowhere/" + HOSTILE);
    assertPlain(Soak.class, "/proc/" + HOSTILE, "1", "1");
    assertPlain(Soak.class, "/tmp", HOSTILE, "1");
    assertPlain(Accuracy.class, HOSTILE, HOSTILE);
  }

  private static void assertPlain(Class<?> tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String own = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", own)));
    command.add(tool.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isNotZero();
    assertThat(said).isNotBlank();
    assertThat(said.codePoints().filter(c -> c != '\n' && c != '\t' && !Plain.isShown(c)).toArray())
        .as(Plain.escaped(said))
        .isEmpty();
  }
}
