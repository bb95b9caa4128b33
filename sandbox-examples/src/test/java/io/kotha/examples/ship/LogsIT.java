package io.kotha.examples.ship;

import static io.kotha.examples.ship.Containers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kotha.examples.fixture.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@code ship logs}. */
@Timeout(180)
class LogsIT {

  @TempDir Path dir;

  private Containers containers;

  @BeforeEach
  void requireRooms() {
    containers = new Containers(dir);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    containers.removeAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--name=web", "--rm"})
  void followerGetsEverythingUntilTheContainerEnds(String kept) throws Exception {
    String script =
        "echo one; until [ -e /tmp/go ]; do sleep 0.05; done; seq 20000; echo err >&2; exit 3";
    String name = containers.ship("run", "-d", kept, "host", "sh", "-c", script).out().strip();
    Process follower = containers.start("logs", "-f", name);
    BufferedReader out = follower.inputReader();
    assertThat(out.readLine()).isEqualTo("one");
    assertThat(containers.ship("exec", name, "touch", "/tmp/go").status()).isZero();
    List<String> rest = out.lines().toList();
    assertThat(rest).hasSize(20_000).endsWith("20000");
    assertThat(new String(follower.getErrorStream().readAllBytes())).isEqualTo("err\n");
    assertThat(follower.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(follower.exitValue()).isZero();
    if (!kept.equals("--rm")) {
      OtherJvm late = containers.ship("logs", "--follow", "--tail", "2", name);
      assertThat(late.status()).isZero();
      assertThat(late.out()).endsWith("20000\n");
      // Two streams have no order between them: the other line is of either.
      assertThat(late.out() + late.err()).hasLineCount(2);
      assertThat(containers.ship("logs", name, "-n", "0").out()).isEmpty();
    }
  }

  @Test
  void lastLinesAreFollowedByNewOnes() throws Exception {
    String script = "echo 1; echo 2; echo 3; until [ -e /tmp/go ]; do sleep 0.05; done; echo 4";
    containers.ship("run", "-d", "--name", "web", "host", "sh", "-c", script);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> containers.ship("logs", "web").out().equals("1\n2\n3\n"));
    Process follower = containers.start("logs", "web", "-f", "--tail", "1", "--json");
    BufferedReader out = follower.inputReader();
    assertThat(out.readLine()).contains("\"stream\":\"stdout\"", "\"text\":\"3\\n\"");
    containers.ship("exec", "web", "touch", "/tmp/go");
    assertThat(out.lines()).singleElement().asString().contains("\"text\":\"4\\n\"");
  }

  @Test
  void supervisorForgetsAFollowerThatIsGone() throws Exception {
    containers.ship("run", "-d", "--name", "web", "host", "sh", "-c", "echo; exec sleep 600");
    ProcessHandle supervisor = handle(containers.only(), "supervisor");
    Process follower = containers.start("logs", "-f", "web");
    assertThat(follower.getInputStream().read()).isEqualTo('\n');
    assertThat(sessions(supervisor)).isEqualTo(1);
    follower.destroyForcibly();
    await().atMost(Duration.ofMinutes(1)).until(() -> sessions(supervisor) == 0);
  }

  @Test
  void supervisorThatIsKilledEndsTheFollower() throws Exception {
    containers.ship("run", "-d", "--name", "web", "host", "sh", "-c", "echo; exec sleep 600");
    Process follower = containers.start("logs", "-f", "web");
    assertThat(follower.getInputStream().read()).isEqualTo('\n');
    handle(containers.only(), "supervisor").destroyForcibly();
    assertThat(new String(follower.getErrorStream().readAllBytes()))
        .isEqualTo("ship: the container's supervisor has died\n");
    assertThat(follower.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(follower.exitValue()).isEqualTo(1);
  }

  @Test
  void containerWithoutALogCannotBeFollowed() throws Exception {
    Process run = containers.start("run", "--name", "fg", "host", "sh", "-c", "echo; cat");
    assertThat(run.getInputStream().read()).isEqualTo('\n');
    OtherJvm follower = containers.ship("logs", "-f", "fg");
    assertThat(follower.status()).isEqualTo(1);
    assertThat(follower.err())
        .isEqualTo("ship: the container has no log, because it was started without -d\n");
    run.getOutputStream().close();
    assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isZero();
  }

  @Test
  void wrongUseIsAnError() throws Exception {
    for (String lines : List.of("-1", "100001", "many", "")) {
      assertThat(containers.ship("logs", "web", "--tail", lines).status()).isEqualTo(125);
    }
    OtherJvm missing = containers.ship("logs", "-f", "web");
    assertThat(missing).hasToString("OtherJvm[status=1, out=, err=ship: web: no such container\n]");
  }

  /** Returns the number of the supervisor's threads that answer a command. */
  private static long sessions(ProcessHandle supervisor) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", supervisor.pid() + "", "task"))) {
      return tasks.filter(task -> name(task).equals("ship-session")).count();
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
