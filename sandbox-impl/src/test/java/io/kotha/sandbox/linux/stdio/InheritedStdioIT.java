package io.kotha.sandbox.linux.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Standard descriptors that a program inherits from the JVM, and the JVM from a shell. */
@Timeout(100)
class InheritedStdioIT {

  private static final String DESCRIPTORS =
      "wc -c; for i in 0 1 2; do echo $(readlink /proc/$$/fd/$i); done";

  @TempDir Path dir;

  // ---- descriptors that the shell has closed ----

  @Test
  @Attack(
      value = "A33",
      move = "reads its stdin, which the JVM's parent had closed",
      walls = Wall.DESCRIPTORS)
  void closedStdinIsAnEmptyStdin() throws Exception {
    List<String> lines = shell("\"$@\" <&-", DESCRIPTORS).lines().toList();
    assertThat(lines.get(0)).isEqualTo("0");
    assertThat(lines.get(1)).isEqualTo("/dev/null");
    assertThat(lines.get(2)).startsWith("pipe:");
  }

  @Test
  @Attack(
      value = "A33",
      move = "lists its descriptors, which the JVM's parent had closed",
      walls = Wall.DESCRIPTORS)
  void closedDescriptorsLeadToDevNull() throws Exception {
    String script =
        "for i in 0 1 2; do [ /proc/$$/fd/$i -ef /dev/null ] || exit 1$i; done;"
            + " echo x; wc -c | grep -q '^0$'";
    assertThat(shell("\"$@\" <&- >&- 2>&-; echo $? >&3", script)).isEqualTo("0\n");
    assertThat(shell("\"$@\" <&- 2>&-; echo $?", "echo to stdout; cat; echo lost >&2"))
        .isEqualTo("to stdout\n0\n");
    assertThat(shell("\"$@\" >&-; echo $?", "echo lost; cat")).isEqualTo("0\n");
  }

  /** The file of the JDK's modules is also the one that a closed stdin would turn into. */
  @Test
  void fileOfTheJdkIsAnInputLikeAnyOther() throws Exception {
    Path modules = Path.of(System.getProperty("java.home"), "lib", "modules");
    String size = Long.toString(Files.size(modules));
    assertThat(shell("\"$@\" <" + modules, "wc -c")).isEqualTo(size + "\n");
  }

  // ---- opening by name ----

  @Test
  void pipesCanBeOpenedByName() throws Exception {
    assertThat(shell("echo hi | \"$@\"", "cat /dev/stdin")).isEqualTo("hi\n");
    assertThat(shell("\"$@\" | cat", "echo x >/dev/stdout; echo y >>/dev/fd/1"))
        .isEqualTo("x\ny\n");
    assertThat(shell("\"$@\" 2>&1 >&3 | tr a-z A-Z >&3", "echo to stderr >/dev/stderr; echo out"))
        .contains("TO STDERR\n")
        .contains("out\n");
  }

  @Test
  void streamsOfKothaCanBeOpenedByName() throws Exception {
    Command copy = Command.of("/bin/sh", "-c", "cat /dev/stdin >/dev/stdout; echo e >/dev/stderr");
    Stdio bytes = Stdio.bytes("in".getBytes(StandardCharsets.US_ASCII));
    SandboxResult result = Rooms.minimal().run(copy.stdin(bytes));
    assertThat(result.stdout()).as(result.stderr()).isEqualTo("in");
    assertThat(result.stderr()).isEqualTo("e\n");
    assertThat(Rooms.minimal().run(copy.stdin(Stdio.NULL).stdout(Stdio.NULL)).stderr())
        .isEqualTo("e\n");
    try (SandboxProcess process = Rooms.minimal().start(copy.stdin(Stdio.PIPE))) {
      process.outputWriter().append("piped").close();
      assertThat(process.inputReader().readLine()).isEqualTo("piped");
    }
    String names = "test -t 0 && read line </dev/tty && echo $line >/dev/tty";
    Command terminal = Command.of("/bin/sh", "-c", names).terminal(80, 24);
    try (SandboxProcess process = Rooms.minimal().start(terminal)) {
      process.outputWriter().append("typed\n").flush();
      assertThat(process.inputReader().lines()).containsExactly("typed", "typed");
    }
  }

  @Test
  void outputsThatShareAPipeKeepTheirOrder() throws Exception {
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      expected.append("out ").append(i).append("\nerr ").append(i).append('\n');
    }
    String script = "i=0; while [ $i -lt 200 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done";
    assertThat(shell("\"$@\" 2>&1 | cat", script)).isEqualTo(expected.toString());
  }

  @Test
  void everyByteIsPassedOn() throws Exception {
    byte[] content = new byte[5_000_000];
    new Random(3).nextBytes(content);
    Files.write(dir.resolve("file.in"), content);
    for (String copy : List.of("cat", "cat /dev/stdin", "cat /dev/stdin >/dev/stdout")) {
      assertThat(shell("cat \"$0.in\" | \"$@\" | cmp - \"$0.in\" && echo same", copy))
          .isEqualTo("same\n");
    }
    assertThat(shell("\"$@\" | (sleep 2; wc -c)", "head -c 300000 /dev/zero"))
        .as("a slow reader gets everything")
        .isEqualTo("300000\n");
  }

  /** A program that reads nothing takes nothing from the next reader. */
  @Test
  void programTakesOnlyTheInputThatItReads() throws Exception {
    assertThat(shell("seq 9 | (\"$@\"; cat)", "true", "read a; echo first $a", "true"))
        .isEqualTo("first 1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    assertThat(shell("seq 100000 | \"$@\"", "head -c 6", "dd bs=1 count=6 2>/dev/null", "wc -c"))
        .isEqualTo("1\n2\n3\n4\n5\n6\n588883\n");
  }

  @Test
  void closedPipesEndTheOtherSide() throws Exception {
    assertThat(shell("\"$@\" | head -n 1; echo end", "while echo y; do :; done; echo failed >&2"))
        .isEqualTo("y\nend\n");
    assertThat(shell("(echo a; sleep 1; echo b) | \"$@\"", "cat; echo end"))
        .isEqualTo("a\nb\nend\n");
    assertThat(shell("yes | \"$@\"; echo end", "head -n 1; exec 0<&-; sleep 1"))
        .isEqualTo("y\nend\n");
  }

  @Test
  void limitEndsAProgramWhoseInputNeverEnds() throws Exception {
    String endless =
        "exec 4< <(echo $BASHPID; exec sleep 300 2>/dev/null 3>&-); read -u 4 pid;"
            + " \"$@\" <&4; echo $?; kill $pid";
    assertThat(shell(endless, 1_500, "cat")).isEqualTo("137\n");
  }

  private String shell(String script, String... programs) throws Exception {
    return shell(script, 20_000, programs);
  }

  /** Runs a shell script in which "$@" starts a JVM that runs the programs, and 3 is stdout. */
  private String shell(String script, int wallMillis, String... programs) throws Exception {
    Map<String, String> properties = new TreeMap<>();
    for (String name : List.of("io.kotha.cgroup.parent", "java.io.tmpdir")) {
      if (System.getProperty(name) != null) {
        properties.put(name, System.getProperty(name));
      }
    }
    List<String> jvm = new ArrayList<>();
    jvm.add(TestRootfs.minimal().toString());
    jvm.add(Integer.toString(wallMillis));
    jvm.addAll(List.of(programs));
    List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", "exec 3>&1; " + script));
    command.add(dir.resolve("file").toString());
    command.addAll(
        ChildJvm.command(InheritingProgram.class, properties, jvm.toArray(String[]::new)));
    return HostCommand.run(command.toArray(String[]::new)).output();
  }
}
