package io.kotha.examples.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of ship on a terminal. */
@Timeout(180)
class TerminalIT {

  /** Runs its arguments on a terminal, resizes that, presses Ctrl-C, and prints the exit status. */
  private static final String ON_A_TERMINAL =
      """
      import fcntl, os, pty, struct, sys, termios

      pid, terminal = pty.fork()
      if pid == 0:
          os.execvp(sys.argv[1], sys.argv[1:])
      before = termios.tcgetattr(terminal)

      def resize(rows, columns):
          fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

      seen = b""
      def expect(text):
          global seen
          while text not in seen:
              try:
                  seen += os.read(terminal, 1000)
              except OSError:
                  sys.exit("the program ended; it printed " + repr(seen))

      expect(b"ready")
      for rows, columns in ((41, 121), (30, 90)):
          resize(rows, columns)
          expect(b"%d %d\\r\\n" % (rows, columns))
      assert termios.tcgetattr(terminal) != before
      os.write(terminal, b"\\x03")
      print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      assert termios.tcgetattr(terminal) == before
      """;

  private static final String PROGRAM =
      "trap 'stty size' WINCH; echo ready; while :; do sleep 0.02; done";

  @TempDir Path dir;

  private Containers containers;

  @BeforeEach
  void requireRooms() {
    containers = new Containers(dir);
    Features.require("tool.python3");
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    containers.removeAll();
  }

  @Test
  @Scenario("D32")
  void resizedWindowReachesTheProgramOfRun() throws Exception {
    assertThat(onATerminal("run", "-it", "--rm", "host", "sh", "-c", PROGRAM)).isEqualTo("130\n");
  }

  @Test
  @Scenario("D32")
  void resizedWindowReachesTheProgramOfExec() throws Exception {
    containers.ship("run", "-d", "--name", "web", "host", "sleep", "600");
    assertThat(onATerminal("exec", "-it", "web", "sh", "-c", PROGRAM)).isEqualTo("130\n");
  }

  private String onATerminal(String... line) throws Exception {
    ProcessBuilder ship = containers.builder(line);
    List<String> command = new ArrayList<>(List.of("python3", "-c", ON_A_TERMINAL));
    command.addAll(ship.command());
    Process python = ship.command(command).redirectErrorStream(true).start();
    String printed = new String(python.getInputStream().readAllBytes());
    assertThat(python.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return printed;
  }
}
