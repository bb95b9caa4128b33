package io.kotha.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Trap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arguments, environment, directory and descriptors of a command. */
@Timeout(60)
class CommandIT {

  @TempDir Path dir;

  @Test
  @Trap("argv with spaces, ;, $() passed literally")
  @Attack(
      value = "A22",
      move = "passes options, blanks, `;` and `$()` as arguments",
      walls = Wall.VALIDATOR)
  void argumentsArePassedLiterally() throws Exception {
    String[] odd = {
      "a b", ";id", "$(id)", "`id`", "'", "\"", "", "*", "\n", "-n", "ä→", "\\", "&&", "|"
    };
    Command command = Command.of("/bin/sh", "-c", "for a; do echo \"[$a]\"; done", "sh").args(odd);
    StringBuilder expected = new StringBuilder();
    for (String argument : odd) {
      expected.append('[').append(argument).append("]\n");
    }
    assertThat(Rooms.minimal().run(command).stdout()).isEqualTo(expected.toString());
  }

  @Test
  void manyAndLongArgumentsArrive() throws Exception {
    String[] many = new String[20_000];
    java.util.Arrays.fill(many, "0123456789");
    assertThat(Rooms.out(Rooms.minimal(), Command.of("/bin/sh", "-c", "echo $#", "sh").args(many)))
        .isEqualTo("20000");
    String longOne = "x".repeat(120_000);
    Command command =
        Command.of("/bin/sh", "-c", "echo ${#1} ${#LONG}", "sh", longOne).env("LONG", longOne);
    assertThat(Rooms.out(Rooms.minimal(), command)).isEqualTo("120000 120000");
  }

  @Test
  @Trap("no inherited fds/env")
  @Attack(value = "A6", move = "prints its environment", walls = Wall.CLEAN_START)
  void payloadInheritsNothing() throws Exception {
    assertThat(System.getenv()).as("the JVM has an environment").isNotEmpty();
    Command env = Command.of("/bin/env").env(Map.of("ONLY", "this"));
    assertThat(Rooms.out(Rooms.minimal(), env)).isEqualTo("ONLY=this");
    assertThat(Rooms.out(Rooms.minimal(), Command.of("/bin/env")))
        .isEqualTo("PATH=" + Command.DEFAULT_PATH);
    // The fourth descriptor is the directory that ls itself opens.
    assertThat(Rooms.out(Rooms.minimal(), Command.of("/bin/ls", "/proc/self/fd")).lines())
        .containsExactly("0", "1", "2", "3");
    assertThat(Rooms.out(Rooms.minimal(), "umask; ulimit -c; readlink /proc/self/cwd; pwd").lines())
        .containsExactly("0022", "0", "/", "/");
  }

  @Test
  @Attack(value = "A27", move = "prints its signal masks", walls = Wall.CLEAN_START)
  void signalsHaveTheirDefaults() throws Exception {
    List<String> masks =
        Rooms.out(Rooms.minimal(), Command.of("/bin/cat", "/proc/self/status"))
            .lines()
            .filter(line -> line.matches("Sig(Blk|Ign|Cgt):.*"))
            .toList();
    assertThat(masks).hasSize(3).allMatch(line -> line.endsWith("\t0000000000000000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/null", "/dev/zero", "/dev", "FIFO"})
  void fileThatIsNotRegularIsRefusedWithARemedy(String name) throws Exception {
    Path file = Path.of(name);
    if (name.equals("FIFO")) {
      file = dir.resolve("fifo");
      HostCommand.run("mkfifo", file.toString());
    }
    Command cat = Command.of("/bin/cat");
    for (Command command : List.of(cat.stdin(Stdio.from(file)), cat.stdout(Stdio.to(file)))) {
      assertThatThrownBy(() -> Rooms.minimal().run(command))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("not a regular file; use Stdio.NULL");
    }
  }

  @Test
  @Trap("stdin intact on exec")
  void everyByteOfStdinArrives() throws Exception {
    byte[] content = new byte[1_000_000];
    new Random(7).nextBytes(content);
    Command copy = Command.of("/bin/sh", "-c", "head -c 1000 && exec /bin/cat");
    assertThat(Rooms.minimal().run(copy.stdin(Stdio.bytes(content))).stdoutBytes())
        .isEqualTo(content);
    Path file = Files.write(dir.resolve("in"), content);
    Path out = dir.resolve("out");
    Rooms.minimal().run(copy.stdin(Stdio.from(file)).stdout(Stdio.to(out)));
    assertThat(Files.readAllBytes(out)).isEqualTo(content);
    try (SandboxProcess p = Rooms.minimal().start(copy)) {
      Thread writer =
          new Thread(
              () -> {
                try (var stdin = p.getOutputStream()) {
                  stdin.write(content);
                } catch (java.io.IOException e) {
                  throw new IllegalStateException(e);
                }
              },
              "test-writer");
      writer.start();
      assertThat(p.getInputStream().readAllBytes()).isEqualTo(content);
      writer.join();
      assertThat(p.waitFor()).isZero();
    }
  }

  @Test
  void stdinIsEmptyByDefault() throws Exception {
    assertThat(Rooms.out(Rooms.minimal(), "cat; echo end")).isEqualTo("end");
  }

  @Test
  void stdoutAndStderrAreSeparateOrMerged() throws Exception {
    Command both = Command.of("/bin/sh", "-c", "echo out; echo err >&2");
    SandboxResult apart = Rooms.minimal().run(both);
    assertThat(apart.stdout()).isEqualTo("out\n");
    assertThat(apart.stderr()).isEqualTo("err\n");
    assertThat(Rooms.minimal().run(both.stderr(Stdio.STDOUT)).stdout()).isEqualTo("out\nerr\n");
    assertThat(Rooms.minimal().run(both.stdout(Stdio.NULL)).stderr()).isEqualTo("err\n");
  }

  @Test
  @Attack(
      value = "A24",
      move = "writes endlessly to stdout and to stderr",
      walls = Wall.BOUNDED_READERS)
  void excessOutputIsCutAndHasItsOwnVerdict() throws Exception {
    for (String flood :
        List.of("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxx; done", "cat /dev/zero >&2")) {
      SandboxResult result = Rooms.sh(Rooms.minimal().output(MemorySize.KB(100)), flood);
      assertThat(result.verdict()).isInstanceOf(Verdict.OutputExceeded.class);
      assertThat(result.stdoutBytes().length + result.stderrBytes().length)
          .isLessThanOrEqualTo(100_000);
    }
    SandboxResult enough =
        Rooms.sh(Rooms.minimal().output(MemorySize.KB(100)), "head -c 100000 /dev/zero");
    assertThat(enough.verdict().isSuccess()).isTrue();
    assertThat(enough.stdoutBytes()).hasSize(100_000);
  }

  @Test
  void badCommandIsATypedErrorOfItsStep() throws Exception {
    assertStep(Command.of("/no/such/program"), SetupStep.EXEC, 2);
    assertStep(Command.of("no-such-program"), SetupStep.EXEC, 2);
    assertStep(Command.of("/etc"), SetupStep.EXEC, 13);
    assertStep(Command.of("/etc/passwd/x"), SetupStep.EXEC, 20);
    assertStep(Command.of("/bin/true").in("/no/dir"), SetupStep.WORKING_DIRECTORY, 2);
    assertStep(Command.of("/bin/true").in("/etc/passwd"), SetupStep.WORKING_DIRECTORY, 20);
  }

  private static void assertStep(Command command, SetupStep step, int errno) {
    SetupException e =
        catchThrowableOfType(SetupException.class, () -> Rooms.minimal().start(command));
    assertThat(e).as(command.toString()).isNotNull();
    assertThat(e.step()).isEqualTo(step);
    assertThat(e.errno()).isEqualTo(errno);
    assertThat(e.hint()).isNotBlank();
  }

  @Test
  void commandSetsDirectoryAndPath() throws Exception {
    assertThat(Rooms.out(Rooms.minimal(), Command.of("/bin/sh", "-c", "pwd").in("/etc")))
        .isEqualTo("/etc");
    assertThat(Rooms.out(Rooms.minimal(), Command.of("sh", "-c", "echo found"))).isEqualTo("found");
  }

  @Test
  void pipesJoinTwoRooms() throws Exception {
    try (SandboxPipe there = Sandbox.pipe();
        SandboxPipe back = Sandbox.pipe()) {
      Command asker =
          Command.of("/bin/sh", "-c", "echo 20; read answer; echo $answer >&2")
              .stdout(Stdio.to(there))
              .stdin(Stdio.from(back));
      Command answerer =
          Command.of("/bin/sh", "-c", "read n; echo $((n + 22)); cat > /dev/null")
              .stdin(Stdio.from(there))
              .stdout(Stdio.to(back));
      try (SandboxProcess a = Rooms.minimal().start(asker);
          SandboxProcess b = Rooms.minimal().start(answerer)) {
        assertThat(new String(a.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo("42\n");
        assertThat(a.waitFor()).isZero();
        assertThat(b.waitFor()).as("sees end of file").isZero();
      }
    }
  }

  @Test
  void heldPipeEndHidesTheEndOfARoom() throws Exception {
    try (SandboxPipe pipe = Sandbox.pipe();
        SandboxPipe.Hold unwritten = pipe.hold(SandboxPipe.End.WRITING)) {
      Command writer = Command.of("/bin/sh", "-c", "echo last").stdout(Stdio.to(pipe));
      Command reader =
          Command.of("/bin/sh", "-c", "read line; echo $line; read more; echo $?")
              .stdin(Stdio.from(pipe));
      try (SandboxProcess reading = Rooms.minimal().start(reader)) {
        try (SandboxProcess writing = Rooms.minimal().start(writer)) {
          assertThat(writing.waitFor()).isZero();
        }
        assertThat(reading.inputReader().readLine()).isEqualTo("last");
        assertThat(reading.waitFor(300, TimeUnit.MILLISECONDS)).as("no end of file").isFalse();
        unwritten.release();
        assertThat(reading.inputReader().readLine()).isEqualTo("1");
        assertThat(reading.waitFor()).isZero();
      }
      assertThatThrownBy(() -> pipe.hold(SandboxPipe.End.READING))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("reading end");
    }
  }

  @Test
  void oneSandboxRunsManyCommandsAtOnce() throws Exception {
    Map<Integer, java.util.concurrent.CompletableFuture<SandboxResult>> runs = new HashMap<>();
    for (int i = 0; i < 16; i++) {
      runs.put(i, Rooms.minimal().runAsync("/bin/sh", "-c", "echo " + i + "; exit " + i));
    }
    for (var run : runs.entrySet()) {
      SandboxResult result = run.getValue().get();
      assertThat(result.stdout()).isEqualTo(run.getKey() + "\n");
      assertThat(result.exitValue()).isEqualTo(run.getKey());
    }
  }
}
