package io.kotha.examples.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.OtherJvm;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.inspect.Namespaces;
import io.kotha.sandbox.linux.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code ship enter}. */
@Timeout(120)
class EnterIT {

  @TempDir Path dir;

  private Containers containers;

  @BeforeEach
  void start() throws Exception {
    containers = new Containers(dir);
    containers.ship("run", "-d", "--name", "web", "host", "sleep", "600");
  }

  @AfterEach
  void removeContainers() throws Exception {
    containers.removeAll();
  }

  @Test
  @Scenario("D13")
  void namespacesAreEnteredOneByOne() throws Exception {
    Path marker = Files.createFile(Path.of("/tmp/kotha-enter-" + ProcessHandle.current().pid()));
    try {
      long pid = containers.only().get("pid").getAsLong();
      Map<Namespace, Long> inodes = Namespaces.of(pid).inodes();
      String script = "readlink /proc/self/ns/net; ls " + marker;
      assertThat(containers.ship("enter", "-n", "web", "sh", "-c", script).out().lines())
          .containsExactly("net:[" + inodes.get(Namespace.NET) + "]", marker.toString());
      assertThat(
              containers
                  .ship("enter", "web", "-n", "-p", "-m", "--", "sh", "-c", "echo /proc/[0-9]*")
                  .out())
          .isEqualTo("/proc/1 /proc/2 /proc/3\n");
    } finally {
      Files.delete(marker);
    }
  }

  @Test
  void inputAndStatusAreThoseOfTheProgram() throws Exception {
    OtherJvm run =
        containers.shipWith("hello\n", "enter", "--all", "web", "--", "sh", "-c", "cat; exit 7");
    assertThat(run.out()).isEqualTo("hello\n");
    assertThat(run.status()).isEqualTo(7);
    OtherJvm within =
        containers.ship("enter", "-n", "--in-cgroup", "web", "cat", "/proc/self/cgroup");
    assertThat(within.out()).contains("/name-web/");
  }

  @Test
  void mistakesHaveAStatusAndAReason() throws Exception {
    for (List<String> line :
        List.of(
            List.of("enter", "web", "true", "125", "name a namespace to enter"),
            List.of("enter", "-n", "nobody", "true", "125", "nobody"),
            List.of("enter", "-n", "web", "/no/such/program", "127", "/no/such/program"),
            List.of("enter", "-n", "web", "/etc/passwd", "126", "/etc/passwd"))) {
      int end = line.size() - 2;
      OtherJvm run = containers.ship(line.subList(0, end).toArray(String[]::new));
      assertThat(run.err()).contains(line.get(end + 1)).hasLineCount(1);
      assertThat(run.status()).as(line.toString()).isEqualTo(Integer.parseInt(line.get(end)));
    }
  }
}
