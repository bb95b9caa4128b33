package io.kotha.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.OtherJvm;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.stats.HostReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** What the README shows compiles, runs, and prints what it says. */
@Timeout(120)
class ReadmeIT {

  private static final Path README = Path.of("..", "README.md");
  private static final Path MISSION =
      Path.of("src/main/java/io/kotha/examples/mission/Mission.java");
  private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path dir;

  private static List<String> snippets() throws Exception {
    List<String> all = new ArrayList<>();
    Matcher matcher = JAVA.matcher(Files.readString(README));
    while (matcher.find()) {
      all.add(matcher.group(1));
    }
    return all;
  }

  @Test
  void theFirstExampleCompilesAndPrintsWhatItSays() throws Exception {
    String source = snippets().get(0);
    Files.writeString(dir.resolve("Hello.java"), source);
    String own = System.getProperty("java.class.path");
    String classpath = System.getProperty("surefire.test.class.path", own);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                classpath,
                "-d",
                dir.toString(),
                dir.resolve("Hello.java").toString());
    assertThat(status).as("javac").isZero();
    HostReport host = Sandbox.inspect();
    for (String feature : new String[] {"cgroup.memory", "cgroup.pids"}) {
      if (!host.has(feature)) {
        throw new TestAbortedException("host lacks " + feature + ": the example asks for it");
      }
    }
    OtherJvm run = OtherJvm.runClassOf(dir, "Hello");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("45\n");
  }

  @Test
  void theMissionsLineIsTheOneThatIsTested() throws Exception {
    String shown = snippets().get(1);
    String line = shown.substring(shown.indexOf("SandboxProcess p"), shown.indexOf(';') + 1);
    assertThat(withoutBlanks(Files.readString(MISSION))).contains(withoutBlanks(line));
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", "");
  }
}
