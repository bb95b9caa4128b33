package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.linux.attack.Wall.CAPABILITIES;
import static io.kotha.sandbox.linux.attack.Wall.CLEAN_START;
import static io.kotha.sandbox.linux.attack.Wall.DESCRIPTORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.RoomScript;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attempts to use state that a room could inherit from the JVM. */
@Timeout(60)
class InheritanceIT {

  private static final String SECRET = "s3cret-of-the-jvm";

  @TempDir Path dir;

  /**
   * Starts a deliberately careless JVM, which has everything that a child process could inherit.
   */
  @Test
  @Attack(
      value = "A1",
      move = "reads through a directory that the JVM's parent left open for all child processes",
      walls = DESCRIPTORS)
  @Attack(
      value = "A6",
      move = "looks for the JVM's secrets in its environment",
      walls = CLEAN_START)
  @Attack(value = "A25", move = "looks for capabilities in all of its sets", walls = CAPABILITIES)
  @Attack(
      value = "A27",
      move = "looks for signals that the JVM's parent ignored, and for its umask",
      walls = CLEAN_START)
  void payloadInheritsNothingFromACarelessJvm() throws Exception {
    String script =
        "i=3; while [ $i -lt 64 ]; do [ -e /proc/$$/fd/$i ] && echo open $i; i=$((i+1)); done;"
            + " cat /proc/$$/fd/9/hostname /proc/$$/fd/9/../etc/shadow 2>/dev/null;"
            + " env; umask; grep -E '^(SigIgn|SigBlk|CapInh|CapAmb|CapPrm)' /proc/self/status";
    List<String> said = inACarelessJvm(script);
    assertThat(said).noneMatch(line -> line.startsWith("open "));
    assertThat(String.join("\n", said))
        .doesNotContain(SECRET)
        .doesNotContain("LD_")
        .contains("0022");
    assertThat(said).filteredOn(line -> line.matches("(Sig|Cap).*")).hasSize(5);
    assertThat(said)
        .filteredOn(line -> line.matches("(Sig|Cap).*"))
        .allMatch(line -> line.endsWith("\t0000000000000000"));
  }

  private List<String> inACarelessJvm(String script) throws Exception {
    Map<String, String> properties = new TreeMap<>();
    for (String name : List.of("io.kotha.cgroup.parent", "java.io.tmpdir")) {
      if (System.getProperty(name) != null) {
        properties.put(name, System.getProperty(name));
      }
    }
    List<String> command = new ArrayList<>();
    String careless = "umask 0077; trap '' PIPE INT HUP; exec 9</etc 8<>/dev/null; exec \"$@\"";
    command.addAll(List.of("/bin/sh", "-c", careless, "sh"));
    command.addAll(
        ChildJvm.command(RoomScript.class, properties, TestRootfs.minimal().toString(), script));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TOKEN", SECRET);
    builder.environment().put("LD_BIND_NOW", "1");
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Dsecret=" + SECRET);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process jvm = builder.start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jvm.waitFor()).as(said).isZero();
    assertThat(said).contains("Exited[code=0");
    return said.lines().toList();
  }

  @Test
  @Attack(
      value = "A1",
      move = "lists every descriptor, and follows each to where it leads",
      walls = DESCRIPTORS)
  void descriptorsOpenNoPathToTheHost() throws Exception {
    String script = "for fd in /proc/self/fd/*; do echo ${fd##*/} $(readlink $fd); done";
    assertThat(Rooms.out(Rooms.minimal(), script).lines())
        .filteredOn(line -> line.matches("[0-2] .*"))
        .hasSize(3)
        .allMatch(line -> line.contains("pipe:") || line.endsWith("/dev/null"));
    String up = "cat /proc/self/fd/0/../../etc/hostname /proc/self/fd/3/../../../etc/hostname";
    assertThat(Rooms.sh(Rooms.minimal(), up).stdout()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/proc/self/fd/0, DESCRIPTORS",
    "/proc/self/fd/3, DESCRIPTORS",
    "/proc/self/fd/4, DESCRIPTORS",
    "/proc/self/cwd, ROOT",
    "/proc/self/root, ROOT",
    "/proc/1/cwd, ROOT",
    "/proc/1/root, ROOT"
  })
  @Attack(value = "A2", move = "starts in `{0}`")
  void workingDirectoryIsInsideTheRoot(String directory, Wall wall) throws Exception {
    Command here =
        Command.of("/bin/sh", "-c", "readlink /proc/self/cwd; ls -d /probe").in(directory);
    SandboxResult result;
    try {
      result = Rooms.minimal().run(here);
    } catch (SetupException refused) {
      return; // A refusal protects the host as well.
    }
    assertThat(result.stdout().lines().toList()).containsExactly("/", "/probe");
  }

  @Test
  @Attack(value = "A5", move = "reads the environment and arguments of init", walls = CLEAN_START)
  void noEnvironmentOrCommandLineHoldsASecretOfTheJvm() throws Exception {
    String script = "cat /proc/1/environ /proc/self/environ 2>/dev/null; cat /proc/1/cmdline";
    String said = Rooms.sh(Rooms.minimal(), script).stdout();
    assertThat(said).doesNotContain("java").doesNotContain("USER=").doesNotContain("HOME=");
    System.getenv().values().stream()
        .filter(value -> value.length() > 12 && !value.startsWith("/usr"))
        .forEach(secret -> assertThat(said).doesNotContain(secret));
  }

  /** A socket could carry a descriptor out; a pipe cannot. */
  @Test
  @Attack(value = "F5", move = "`sendmsg` on its standard streams", walls = DESCRIPTORS)
  void grantedStreamsCarryNoDescriptors(Seen seen) throws Exception {
    for (int fd = 0; fd < 3; fd++) {
      Calls.assertRefused(Rooms.minimal(), "sendmsg " + fd + " z:56 0", "ENOTSOCK", seen);
    }
  }

  @Test
  @Attack(
      value = "A19",
      move = "changes mode and owner of its output file, and opens the file for reading",
      walls = Wall.IDS)
  void outputFileKeepsItsOwner(Seen seen) throws Exception {
    io.kotha.sandbox.linux.scenario.Features.require("root");
    Path out = Files.createFile(dir.resolve("out"));
    Files.setPosixFilePermissions(
        out, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    String script =
        "chmod 777 /proc/self/fd/1 2>/dev/null && echo changed;"
            + " cat </proc/self/fd/1 2>/dev/null && echo read; echo x";
    Rooms.minimal().run(Command.of("/bin/sh", "-c", script).stdout(io.kotha.sandbox.Stdio.to(out)));
    assertThat(out).hasContent("x\n");
    assertThat(Files.getAttribute(out, "unix:uid")).isEqualTo(0);
    assertThat((int) Files.getAttribute(out, "unix:mode") & 0777).isEqualTo(0600);
    seen.was("EPERM");
  }
}
