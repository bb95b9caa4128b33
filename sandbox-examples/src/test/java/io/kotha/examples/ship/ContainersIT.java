package io.kotha.examples.ship;

import static io.kotha.examples.ship.Containers.array;
import static io.kotha.examples.ship.Containers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.kotha.examples.fixture.OtherJvm;
import io.kotha.sandbox.linux.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of containers that outlive the command that started them. No test has a terminal. */
@Timeout(180)
class ContainersIT {

  /** Namespaces, privileges and cgroup of a program; the programs of a room have a group each. */
  private static final String FACTS =
      "for n in mnt pid net uts ipc user cgroup; do readlink /proc/self/ns/$n; done;"
          + " grep -E '^(Uid|Gid|Groups|Cap...|NoNewPrivs|Seccomp):' /proc/self/status;"
          + " sed 's/program-[0-9]*/program-N/' /proc/self/cgroup; ls -di /";

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

  @Test
  @Scenario("D33")
  void containerLivesUntilItIsStopped() throws Exception {
    OtherJvm run =
        ship("run", "-d", "--name", "web", "host", "sh", "-c", "echo out; echo err >&2; sleep 600");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("web\n");
    assertThat(run.status()).isZero();
    JsonObject row = list().get(0).getAsJsonObject();
    assertThat(row.get("state").getAsString()).isEqualTo("running");
    assertThat(row.get("rootfs").getAsString()).isEqualTo("host");
    ProcessHandle program = handle(row, "pid");
    ProcessHandle supervisor = handle(row, "supervisor");
    assertThat(program.isAlive()).isTrue();

    assertThat(ship("rm", "web").err()).startsWith("ship: web: ").contains("-f");
    assertThat(ship("stop", "web").out()).isEqualTo("web\n");
    assertThat(program.isAlive()).isFalse();
    // The kernel releases the supervisor's lock shortly before its parent can reap it.
    supervisor.onExit().get(30, TimeUnit.SECONDS);

    assertThat(list()).isEmpty();
    assertThat(list("-a").get(0).getAsJsonObject().get("exitStatus").getAsInt()).isEqualTo(143);
    assertThat(ship("ps", "-a").out()).contains("exited (143)");
    assertThat(ship("wait", "web").out()).isEqualTo("143\n");
    OtherJvm logs = ship("logs", "web");
    assertThat(logs.out()).isEqualTo("out\n");
    assertThat(logs.err()).isEqualTo("err\n");
    assertThat(ship("logs", "web", "--json").out()).contains("\"stream\":\"stderr\"");
    assertThat(ship("rm", "web").out()).isEqualTo("web\n");
    assertThat(ship("rm", "web").err()).isEqualTo("ship: web: no such container\n");
  }

  @Test
  @Scenario("D14")
  void execJoinsTheContainer() throws Exception {
    String main = "(" + FACTS + ") >/tmp/new; mv /tmp/new /tmp/facts; sleep 600";
    ship("run", "-d", "--name", "web", "--cap-add", "net_raw", "host", "sh", "-c", main);
    String wait = "until [ -e /tmp/facts ]; do sleep 0.05; done; cat /tmp/facts";
    OtherJvm facts = ship("exec", "web", "sh", "-c", wait);
    assertThat(facts.err()).isEmpty();
    assertThat(facts.out()).contains("NoNewPrivs:\t1", "Seccomp:\t2", "CapEff:\t0000000000002000");
    assertThat(ship("exec", "web", "--", "sh", "-c", FACTS).out()).isEqualTo(facts.out());
    assertThat(ship("run", "host", "--cap-add", "net_raw", "sh", "-c", FACTS).out())
        .as("control: another room")
        .isNotEqualTo(facts.out());

    String big = "0123456789abcdef\n".repeat(100_000);
    OtherJvm copied =
        containers.shipWith(big, "exec", "web", "-i", "sh", "-c", "cat; echo end >&2; exit 9");
    assertThat(copied.out()).isEqualTo(big);
    assertThat(copied.err()).isEqualTo("end\n");
    assertThat(copied.status()).isEqualTo(9);
    assertThat(containers.shipWith("x\n", "exec", "web", "cat").out())
        .as("without -i, no input")
        .isEmpty();
    assertThat(ship("exec", "-t", "web", "sh", "-c", "[ -t 1 ] && stty size >&2").out())
        .isEqualTo("24 80\r\n");
    assertThat(ship("exec", "web", "/no/such/program").status()).isEqualTo(127);
    assertThat(ship("exec", "web", "/etc/ld.so.conf").status()).isEqualTo(126);
    assertThat(ship("exec", "web", "sh", "-c", "kill -TERM $$").status()).isEqualTo(143);

    ship("kill", "web");
    OtherJvm late = ship("exec", "web", "true");
    assertThat(late.status()).isEqualTo(125);
    assertThat(late.err()).isEqualTo("ship: web: the container has ended\n");
  }

  @Test
  @Scenario("D14")
  void execEndsWithItsClientAndWithItsContainer() throws Exception {
    ship("run", "-d", "--name", "web", "host", "sleep", "600");
    Process client = containers.start("exec", "-i", "web", "sh", "-c", "echo; sleep 601");
    assertThat(client.getInputStream().read()).isEqualTo('\n');
    client.destroyForcibly().waitFor();
    String gone = "while ps ax | grep -q '[s]leep 601'; do sleep 0.05; done; echo gone";
    assertThat(ship("exec", "web", "sh", "-c", gone).out()).isEqualTo("gone\n");

    Process second = containers.start("exec", "web", "sh", "-c", "echo; sleep 602");
    assertThat(second.getInputStream().read()).isEqualTo('\n');
    ship("kill", "web");
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(137);
  }

  @Test
  @Scenario("D33")
  void invalidNameTouchesNothing() throws Exception {
    Path outside = Files.createDirectory(dir.resolve("x"));
    Files.writeString(outside.resolve("end"), "");
    ship("run", "-d", "--name", "a", "host", "sleep", "600");
    String longest = "n".repeat(64);
    OtherJvm rm =
        ship("rm", "-f", "../x", "", ".", "..", "a/../../x", "/tmp", longest, "a\u001b[2J");
    assertThat(rm.status()).isEqualTo(1);
    assertThat(rm.out()).isEmpty();
    assertThat(rm.err().lines().toList())
        .hasSize(8)
        .allMatch(line -> line.startsWith("ship: not a container's name: \""));
    assertThat(rm.err()).doesNotContain("\u001b");
    assertThat(outside.resolve("end")).exists();
    for (List<String> line :
        List.of(
            List.of("run", "-d", "--name", "../x", "host", "true"),
            List.of("run", "--name", longest, "host", "true"),
            List.of("exec", "../x", "true"))) {
      OtherJvm refused = ship(line.toArray(String[]::new));
      assertThat(refused.status()).isEqualTo(125);
      assertThat(refused.err()).startsWith("ship: ").hasLineCount(1);
    }
    assertThat(ship("logs", "../x").status()).isNotZero();
    assertThat(list()).hasSize(1);
  }

  @Test
  void nameBelongsToOneContainer() throws Exception {
    ship("run", "-d", "--name", "web", "host", "sleep", "600");
    for (List<String> line :
        List.of(
            List.of("run", "-d", "--name", "web", "host", "true"),
            List.of("run", "--name", "web", "host", "true"))) {
      OtherJvm second = ship(line.toArray(String[]::new));
      assertThat(second.status()).isEqualTo(125);
      assertThat(second.err()).startsWith("ship: web: ").contains("ship rm web").hasLineCount(1);
    }
    assertThat(list()).hasSize(1);
    assertThat(ship("rm", "web", "-f", "--json").out()).contains("\"removed\":\"web\"");
    assertThat(ship("run", "--name", "web", "host", "sh", "-c", "exit 3").status()).isEqualTo(3);
    assertThat(ship("wait", "web").out()).as("a named container is kept").isEqualTo("3\n");
  }

  @Test
  void programThatCannotStartLeavesNothing() throws Exception {
    assertThat(ship("run", "-d", "--name", "web", "host", "/no/such").status()).isEqualTo(127);
    assertThat(ship("run", "-d", "host", "/etc/ld.so.conf").status()).isEqualTo(126);
    OtherJvm unbuilt = ship("run", "-d", "/no/root", "true");
    assertThat(unbuilt.status()).isEqualTo(125);
    assertThat(unbuilt.err()).startsWith("ship: ").hasLineCount(1).contains("/no/root");
    assertThat(ship("run", "-d", "--memory", "5xx", "host", "true").status()).isEqualTo(125);
    assertThat(list("-a")).isEmpty();
  }

  @Test
  void removedContainerStillReportsItsStatus() throws Exception {
    String name = ship("run", "-d", "--rm", "-i", "host", "sh", "-c", "cat; exit 4").out().strip();
    assertThat(name).matches("[0-9a-f]{12}");
    Process waiting = containers.start("wait", name);
    assertThat(ship("exec", name, "true").status()).isZero();
    OtherJvm stop = ship("stop", "--time", "5", name);
    assertThat(stop).hasToString("OtherJvm[status=0, out=" + name + "\n, err=]");
    assertThat(new String(waiting.getInputStream().readAllBytes())).isIn("143\n", "");
    assertThat(list("-a")).isEmpty();
  }

  @Test
  void stopKillsAProgramThatIgnoresIt() throws Exception {
    String ignore = "trap '' TERM; echo ready; while :; do sleep 1; done";
    ship("run", "-d", "--name", "web", "host", "sh", "-c", ignore);
    ship("kill", "-s", "SIGTERM", "web");
    assertThat(list()).hasSize(1);
    ship("stop", "-t", "0", "web");
    assertThat(ship("wait", "web").out()).isEqualTo("137\n");
  }

  @Test
  @Scenario("D33")
  void killedSupervisorLeavesNothingRunning() throws Exception {
    ship("run", "-d", "--name", "web", "host", "sh", "-c", "sleep 600 & sleep 600");
    JsonObject row = list().get(0).getAsJsonObject();
    ProcessHandle program = handle(row, "pid");
    handle(row, "supervisor").destroyForcibly();
    OtherJvm wait = ship("wait", "web");
    assertThat(wait.status()).isEqualTo(1);
    assertThat(wait.err())
        .isEqualTo("ship: web: its supervisor was killed, so its exit status is unknown\n");
    program.onExit().get(30, TimeUnit.SECONDS);
    assertThat(list()).isEmpty();
    assertThat(ship("ps", "-a").out()).contains("dead (its supervisor was killed)");
    assertThat(ship("exec", "web", "true").status()).isEqualTo(125);
    assertThat(ship("stop", "web").status()).isZero();
    assertThat(ship("rm", "web").status()).isZero();
    assertThat(containers.state()).doesNotExist();
  }

  @Test
  void signalToTheSupervisorEndsTheContainer() throws Exception {
    ship("run", "-d", "--name", "web", "host", "sleep", "600");
    ProcessHandle supervisor = handle(list().get(0).getAsJsonObject(), "supervisor");
    assertThat(supervisor.destroy()).isTrue();
    assertThat(ship("wait", "web").out()).isEqualTo("137\n");
    assertThat(ship("ps", "-a").out()).contains("exited (137)");

    Process attached =
        containers.start("run", "--name", "fg", "host", "sh", "-c", "echo; sleep 600");
    assertThat(attached.getInputStream().read()).isEqualTo('\n');
    attached.destroy();
    assertThat(attached.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(ship("wait", "fg")).hasToString("OtherJvm[status=0, out=137\n, err=]");
  }

  /** Options that rule out several programs leave a container that can be stopped. */
  @Test
  void containerForOneProgramRefusesExec() throws Exception {
    Path out = dir.resolve("copied");
    String script = "trap 'echo end >/tmp/out; exit 6' TERM; echo; while :; do sleep 0.1; done";
    String pair = "/tmp/out:" + out;
    ship("run", "-d", "--name", "one", "--copy-out", pair, "host", "sh", "-c", script);
    OtherJvm exec = ship("exec", "one", "true");
    assertThat(exec.status()).isEqualTo(125);
    assertThat(exec.err()).contains("one program only", "copied out").hasLineCount(1);
    assertThat(ship("top", "one")).hasToString(exec.toString().replace("=125", "=1"));
    ship("stop", "one");
    assertThat(ship("wait", "one").out()).isEqualTo("6\n");
    assertThat(out).hasContent("end\n");
  }

  @Test
  void hostileTextIsShownAndNotObeyed() throws Exception {
    String hostile = "a\u001b[2J\u009b2J\u202ez";
    ship("run", "-d", "--name", "web", "host", "sh", "-c", "echo \"$0\"; exec sleep 600", hostile);
    for (List<String> line :
        List.of(
            List.of("ps"),
            List.of("ps", "--json"),
            List.of("logs", "--json", "web"),
            List.of("exec", "web", hostile),
            List.of("stop", hostile))) {
      OtherJvm run = ship(line.toArray(String[]::new));
      assertThat(run.out() + run.err())
          .as(line.toString())
          .contains("[2J")
          .doesNotContain("\u001b", "\u009b", "\u202e");
    }
    assertThat(ship("logs", "web").out()).as("to a file, as it is").isEqualTo(hostile + "\n");
  }

  @Test
  @Scenario("D33")
  void attachedContainerIsListedWhileItRuns() throws Exception {
    Process run = containers.start("run", "host", "sh", "-c", "echo; sleep 600");
    assertThat(run.getInputStream().read()).isEqualTo('\n');
    JsonObject row = list().get(0).getAsJsonObject();
    String name = row.get("name").getAsString();
    assertThat(ship("exec", name, "sh", "-c", "echo in").out()).isEqualTo("in\n");
    assertThat(ship("stop", name).status()).isZero();
    assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(143);
    assertThat(list("-a")).as("nothing is kept").isEmpty();
  }

  @Test
  void namespacesAndCapabilitiesOfAContainer() throws Exception {
    ship("run", "-d", "--name", "web", "--cap-add", "net_raw", "host", "sleep", "600");
    long pid = list().get(0).getAsJsonObject().get("pid").getAsLong();
    assertThat(ship("ns", "web").out()).contains("NPROCS", "mnt", "net", "pid");
    for (var each : array(ship("ns", "web", "--json"))) {
      JsonObject row = each.getAsJsonObject();
      assertThat(row.get("shared").getAsBoolean())
          .as(row.toString())
          .isEqualTo(row.get("type").getAsString().equals("time"));
    }
    assertThat(ship("ns").out().lines().count()).isGreaterThan(8);
    assertThat(ship("caps", "web").out()).contains("EFFECTIVE", "net_raw", "sleep");
    boolean seen = false;
    for (var each : array(ship("caps", "--json", "web"))) {
      JsonObject row = each.getAsJsonObject();
      if (row.get("pid").getAsLong() == pid) {
        seen = true;
        assertThat(row.getAsJsonArray("effective").toString()).isEqualTo("[\"net_raw\"]");
      }
    }
    assertThat(seen).isTrue();
  }

  @Test
  void processesOfAContainerAreListed() throws Exception {
    String script = "sleep 600 & exec sleep 601";
    ship("run", "-d", "--name", "web", "host", "sh", "-c", script);
    long pid = list().get(0).getAsJsonObject().get("pid").getAsLong();
    await().atMost(Duration.ofMinutes(1)).until(() -> ship("top", "web").out().contains("601"));
    JsonArray rows = array(ship("top", "--json", "web"));
    assertThat(rows).hasSize(3);
    JsonObject first = rows.get(0).getAsJsonObject();
    assertThat(first.get("pid").getAsLong()).isEqualTo(1);
    assertThat(first.get("parent").getAsLong()).isZero();
    JsonObject main = rows.get(1).getAsJsonObject();
    assertThat(main.get("hostPid").getAsLong()).isEqualTo(pid);
    assertThat(main.get("command").getAsString()).isEqualTo("sleep");
    assertThat(main.getAsJsonArray("arguments").toString()).isEqualTo("[\"sleep\",\"601\"]");
    assertThat(main.get("state").getAsString()).isEqualTo("sleeping");
    assertThat(main.get("memoryBytes").getAsLong()).isPositive();
    JsonObject child = rows.get(2).getAsJsonObject();
    assertThat(child.get("parent").getAsLong()).isEqualTo(main.get("pid").getAsLong());
    OtherJvm table = ship("top", "web");
    assertThat(table.out().lines().findFirst().orElse("").split(" +"))
        .containsExactly("PID", "HOST", "PARENT", "UID", "STATE", "CPU", "MEMORY", "COMMAND");
    assertThat(table.out()).containsPattern(" sleeping +\\d+\\.\\d\\ds +\\d+KiB +sleep 601\n");

    ship("kill", "web");
    assertThat(ship("top", "web"))
        .hasToString("OtherJvm[status=1, out=, err=ship: web: the container has ended\n]");
  }

  private OtherJvm ship(String... line) throws Exception {
    return containers.ship(line);
  }

  private JsonArray list(String... options) throws Exception {
    return containers.list(options);
  }
}
