package io.kotha.sandbox.linux.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Terminal;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.sys.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A terminal that a program inherits from the JVM, and that a shell gave to the JVM. */
@Timeout(60)
class InheritedTerminalIT {

  private static final long TCGETS2 = 0x802c542aL;
  private static final long TIOCGWINSZ = 0x5413L;
  private static final long TIOCGEXCL = 0x80045440L;
  private static final long TIOCGETD = 0x5424L;

  /** Runs the rest of its arguments in a session of their own, with the first as its terminal. */
  private static final String SESSION =
      "exec 0<>\"$1\" 1>&0 2>&0; shift; exec setsid --ctty --wait \"$@\"";

  /** Appends the status flags of the terminal's open file to the file that is named $0. */
  private static final String FLAGS =
      "flags() { sed -n 's/^flags:[^0-9]*//p' /proc/self/fdinfo/0 >>\"$0\"; }; ";

  private static Native kernel;

  @TempDir Path dir;

  private int[] sides;

  @BeforeEach
  void open() throws Exception {
    kernel = Native.load();
    sides = Pty.open(kernel, new Terminal(80, 24));
    Rooms.probe("spoil");
  }

  @AfterEach
  void close() {
    kernel.close(sides[0]);
    kernel.close(sides[1]);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "exit",
        "wall time",
        "kill",
        "zygote",
        "System.exit",
        "SIGTERM",
        "two rooms",
      })
  @Attack(
      value = "A32",
      move = "changes modes, size and flags of its terminal; the end is: {0}",
      walls = Wall.RESTORED)
  void terminalIsRestoredHoweverTheRoomEnds(String end) throws Exception {
    Map<String, String> before = state();
    List<String> flags = inShell("flags; \"$@\" 2>\"$0.err\"; echo $? >>\"$0\"; flags", end);
    assertThat(flags).hasSize(3);
    assertThat(flags.get(1)).as(errors()).isEqualTo(end.equals("SIGTERM") ? "143" : "7");
    assertThat(state()).isEqualTo(before);
    assertThat(flags.get(2)).isEqualTo(flags.get(0));
    int shown = kernel.available(sides[0]);
    kernel.writeAll(sides[1], new byte[] {'x'}); // would block if output were suspended
    Poll.until("output that is not suspended", () -> available() > shown);
  }

  /** A job in the background must neither stop nor change the terminal of another job. */
  @Test
  void terminalOfAnotherJobIsLeftAlone() throws Exception {
    List<String> lines =
        inShell(
            "set -m; \"$@\" 2>\"$0.err\" & sleep 2; stty -echo rows 33; wait $!; echo $? >>\"$0\";"
                + " stty -a | grep -o -e '-echo ' -e 'rows [0-9]*' | tr '\\n' ' ' >>\"$0\"",
            "later");
    assertThat(lines.get(0)).as(errors()).isEqualTo("7");
    assertThat(lines.get(1)).contains("-echo ").contains("rows 33");
  }

  /** Runs a script in which "$@" starts the JVM; returns the lines of the file $0. */
  private List<String> inShell(String script, String end) throws Exception {
    Map<String, String> properties = new TreeMap<>();
    for (String name : List.of("io.kotha.cgroup.parent", "java.io.tmpdir")) {
      if (System.getProperty(name) != null) {
        properties.put(name, System.getProperty(name));
      }
    }
    Path terminal = Files.readSymbolicLink(Path.of("/proc/self/fd/" + sides[1]));
    Path written = dir.resolve("written");
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SESSION, "sh"));
    command.addAll(List.of(terminal.toString(), "/bin/sh", "-c", FLAGS + script));
    command.add(written.toString());
    String root = TestRootfs.minimal().toString();
    command.addAll(ChildJvm.command(SpoiledTerminal.class, properties, end, root));
    Process shell = new ProcessBuilder(command).start();
    assertThat(shell.waitFor(50, TimeUnit.SECONDS)).as(end + " ends").isTrue();
    return Files.readAllLines(written);
  }

  private int available() {
    try {
      return kernel.available(sides[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String errors() throws Exception {
    return Files.readString(dir.resolve("written.err"));
  }

  private Map<String, String> state() throws Exception {
    Map<String, String> state = new TreeMap<>();
    state.put("modes", get(TCGETS2, 44));
    state.put("window", get(TIOCGWINSZ, 8));
    state.put("exclusive", get(TIOCGEXCL, 4));
    state.put("discipline", get(TIOCGETD, 4));
    Path device = Path.of("/proc/self/fd/" + sides[1]);
    state.put("permissions", Files.getPosixFilePermissions(device).toString());
    return state;
  }

  private String get(long request, int size) throws Exception {
    byte[] value = new byte[size];
    kernel.ioctl(sides[1], request, value);
    return HexFormat.of().formatHex(value);
  }
}
