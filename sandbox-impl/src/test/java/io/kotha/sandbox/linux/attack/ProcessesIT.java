package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.linux.attack.Wall.PID_NAMESPACE;
import static io.kotha.sandbox.linux.attack.Wall.SESSION;
import static io.kotha.sandbox.linux.attack.Wall.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Lane;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attacks with signals, orphans and forged exit statuses. */
@Timeout(60)
class ProcessesIT {

  @Test
  @Attack(value = "A7", move = "`kill(0, SIGKILL)`, `kill(-1, SIGKILL)`", walls = SESSION)
  void signalToTheProcessGroupStaysInTheRoom() throws Exception {
    Command group = Command.of(Rooms.probe("sys"), "getpgid", "0");
    assertThat(Rooms.out(Rooms.minimal(), group)).matches("getpgid [1-9]\\d*");
    SandboxResult all = Rooms.sh(Rooms.minimal(), "kill -KILL 0; kill -KILL -1; sleep 30");
    assertThat(all.exitValue()).isEqualTo(137);
    SandboxResult everyone =
        Calls.unfiltered().run(Rooms.probe("sys"), "kill", "-1", "9", ",", "kill", "1", "9");
    assertThat(everyone.verdict().isSuccess()).as(everyone.toString()).isTrue();
    assertThat(Rooms.minimal().run("/bin/true").verdict().isSuccess()).isTrue();
  }

  /** Pids of host processes refer to no process in the room. */
  @Test
  @Attack(
      value = "A7",
      move = "`kill` of the pids of the JVM and its zygote",
      walls = PID_NAMESPACE)
  void hostProcessesHaveNoPidInTheRoom(Seen seen) throws Exception {
    long jvm = ProcessHandle.current().pid();
    Calls.assertRefused(Calls.unfiltered(), "kill " + jvm + " 0", "ESRCH", seen);
  }

  @Test
  @Attack(
      value = "A9",
      move = "leaves an orphan that holds the output open and ignores signals",
      walls = SUPERVISOR)
  void orphanThatHoldsTheOutputDoesNotDelayTheResult() throws Exception {
    SandboxResult result =
        Rooms.sh(Rooms.minimal(), "(setsid sh -c 'trap \"\" TERM HUP; sleep 100' &) ; echo done");
    assertThat(result.stdout()).isEqualTo("done\n");
    assertThat(result.usage().wall().toSeconds()).isLessThan(15);
  }

  @Test
  @Attack(
      value = "A10",
      move = "a sibling and an orphan exit 0 first, and write a report to every descriptor",
      walls = SUPERVISOR)
  void exitStatusIsThePayloadsOwn() throws Exception {
    assertThat(Rooms.minimal().run(Rooms.probe("forge")).exitValue()).isEqualTo(3);
  }

  @Test
  @Attack(value = "D6", move = "lists all of `/proc`", walls = PID_NAMESPACE)
  void procShowsOnlyProcessesOfTheRoom() throws Exception {
    String script = "for p in /proc/[0-9]*; do readlink $p/ns/pid; done; echo /proc/[0-9]*; true";
    List<String> lines = Rooms.out(Rooms.minimal(), script).lines().toList();
    assertThat(lines.subList(0, lines.size() - 1)).containsOnly(lines.get(0)).hasSizeLessThan(5);
  }

  /** The room cannot stop any process that controls it. */
  @Test
  @Attack(value = "G9", move = "`SIGSTOP` to init and to every process", walls = SUPERVISOR)
  void stoppingEverythingDoesNotStopTheSupervisor() throws Exception {
    SandboxResult result =
        Rooms.sh(
            Rooms.minimal().wallTime(Duration.ofSeconds(2)),
            "kill -STOP 1; kill -STOP -1; kill -STOP $$; sleep 100");
    assertThat(result.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
  }

  @Test
  @Attack(
      value = "B3",
      move = "runs two rooms at once, and compares their host ids",
      walls = Wall.IDS)
  void roomsHaveDistinctHostUids() throws Exception {
    io.kotha.sandbox.linux.scenario.Features.require("root");
    try (SandboxProcess one = Rooms.minimal().start("/bin/sleep", "100");
        SandboxProcess other = Rooms.minimal().start("/bin/sleep", "100")) {
      assertThat(HostView.of(one.pid()).status("Uid"))
          .isNotEqualTo(HostView.of(other.pid()).status("Uid"));
      assertThat(Lane.uid()).isZero();
    }
  }
}
