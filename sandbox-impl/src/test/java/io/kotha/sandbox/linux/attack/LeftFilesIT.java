package io.kotha.sandbox.linux.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks with files that an earlier room left in a shared directory. The JVM has more privileges
 * than the room, so a link that it followed would read or overwrite any file of the host, and a
 * FIFO that it opened would stop the caller.
 */
@Timeout(60)
class LeftFilesIT {

  private static final String SECRET = "secret of the host";

  @TempDir Path dir;

  private Path shared;
  private Path victims;
  private Path victim;
  private Sandbox earlier;

  /** The links that an earlier room leaves, and the path that the JVM is then given. */
  enum Leave {
    LINK_TO_A_FILE("a link to a file", "ln -s %s/file /w/left", "left"),
    LINK_TO_A_DIRECTORY("a link to a directory", "ln -s %s /w/left", "left"),
    LINK_AS_PARENT("a link in place of the directory", "ln -s %s /w/left", "left/file"),
    LINK_TO_NOTHING("a link to a file to be created", "ln -s %s/new /w/left", "left"),
    LINK_AS_PARENT_OF_NOTHING("a link above a new file", "ln -s %s /w/left", "left/new");

    private final String label;
    private final String script;
    private final String path;

    Leave(String label, String script, String path) {
      this.label = label;
      this.script = script;
      this.path = path;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  @BeforeEach
  void share() {
    shared = TestRootfs.directory(dir.resolve("shared"));
    victims = TestRootfs.directory(dir.resolve("victims"));
    victim = TestRootfs.file(victims, "/file", SECRET);
    earlier = Rooms.minimal().bindWritable(shared, "/w");
  }

  static Stream<Arguments> usesAndLinks() {
    return Stream.of(CallerPath.values())
        .flatMap(use -> Stream.of(Leave.values()).map(left -> Arguments.of(use, left)));
  }

  @ParameterizedTest(name = "{0} meets {1}")
  @MethodSource("usesAndLinks")
  @Attack(value = "A28", move = "leaves {1} for `{0}`", walls = Wall.ONE_LOOK)
  void leftLinkIsNeverFollowed(CallerPath use, Leave left) throws Exception {
    Rooms.out(earlier, left.script.formatted(victims));
    Optional<String> seen = use.of(shared.resolve(left.path));
    seen.ifPresent(text -> assertThat(text).doesNotContain(SECRET));
    assertThat(victim).hasContent(SECRET);
    try (Stream<Path> all = Files.list(victims)) {
      assertThat(all).containsExactly(victim);
    }
  }

  /** A room that still runs exchanges the file for a link while the JVM uses it. */
  @ParameterizedTest
  @EnumSource(names = {"COPY_IN", "STDIN", "STDOUT", "COPY_OUT"})
  @Attack(
      value = "A28",
      move = "exchanges a file repeatedly for a link, for `{0}`",
      walls = Wall.ONE_LOOK)
  void exchangedFileIsNeverFollowed(CallerPath use) throws Exception {
    String script =
        "cd /w; while :; do echo honest > new; mv new left; ln -s "
            + victim
            + " link; mv link left; done";
    try (SandboxProcess attacker = earlier.start("/bin/sh", "-c", script)) {
      for (long end = System.nanoTime() + 1_500_000_000L; System.nanoTime() < end; ) {
        Optional<String> seen = use.tried(shared.resolve("left"));
        seen.ifPresent(text -> assertThat(text).doesNotContain(SECRET));
        assertThat(victim).hasContent(SECRET);
      }
      assertThat(attacker.isAlive()).isTrue();
      attacker.destroyForcibly().waitFor(); // before the directory is removed
    }
  }

  @ParameterizedTest
  @EnumSource
  @Attack(value = "A29", move = "leaves a FIFO for `{0}`", walls = Wall.ONE_LOOK)
  @Timeout(20)
  void leftFifoDoesNotStopTheCaller(CallerPath use) throws Exception {
    Rooms.out(earlier, "mkfifo /w/left");
    Path fifo = shared.resolve("left");
    assertThat(ended(() -> use.of(fifo))).as("the use of a FIFO ends").isTrue();
    assertThat(Files.exists(fifo, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  /** The interpreter is a script in a directory that is closed to others. */
  @ParameterizedTest
  @ValueSource(strings = {"#!%s", "#! %s -x", "#!/usr/bin/env %s"})
  @Attack(value = "A31", move = "names a script of the host: `{0}`", walls = Wall.VALIDATOR)
  void interpreterOfAnUntrustedScriptIsTheSystems(String shebang, Seen seen) throws Exception {
    Path secret = TestRootfs.file(victims, "/script", "#!/bin/sh\n# " + SECRET + "\n");
    Files.setPosixFilePermissions(victims, PosixFilePermissions.fromString("rwx------"));
    Path hostile = TestRootfs.file(shared, "/submission", shebang.formatted(secret) + "\n");
    Sandbox room = Rooms.on(Rootfs.programs(hostile, Path.of("/bin/cat")));
    SandboxException refused =
        catchThrowableOfType(SandboxException.class, () -> room.run("/bin/cat", secret.toString()));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused).hasMessageContaining(hostile.toString());
    assertThat(refused).hasMessageContaining(secret.toString()).hasMessageContaining("name it too");
    seen.was("refused by name");
    Sandbox trusted = Rooms.on(Rootfs.programs(hostile, secret, Path.of("/bin/cat")));
    assertThat(Rooms.out(trusted, Command.of("/bin/cat", "/dev/null"))).isEmpty();
  }

  /** A FIFO in a shared directory that is mounted into the next room, where a file is copied in. */
  @Test
  @Attack(value = "A29", move = "leaves a FIFO where a file is copied in", walls = Wall.COPIER)
  @Timeout(20)
  void leftFifoAtACopyInTargetIsAnError() throws Exception {
    Rooms.out(earlier, "mkfifo /w/left");
    Sandbox next = earlier.copyIn(new byte[1], "/w/left");
    AtomicReference<SetupException> refusal = new AtomicReference<>();
    boolean ended =
        ended(
            () ->
                refusal.set(
                    catchThrowableOfType(SetupException.class, () -> next.run("/bin/true"))));
    assertThat(ended).as("the start ends").isTrue();
    assertThat(refusal.get().step()).isEqualTo(SetupStep.COPY_IN);
    assertThat(refusal.get()).hasMessageContaining("/w/left").hasMessageContaining("ENXIO");
  }

  @Test
  @Attack(value = "A29", move = "leaves a FIFO where a file is mounted", walls = Wall.ONE_LOOK)
  @Timeout(20)
  void leftFifoAtAMountPointDoesNotStopTheCaller() throws Exception {
    Rooms.out(earlier, "mkfifo /w/left");
    Sandbox next = earlier.bind(victim, "/w/left");
    assertThat(ended(() -> next.run("/bin/true"))).as("the start ends").isTrue();
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Runs the work on a thread of its own; returns whether it returned or failed within 10 s. */
  private static boolean ended(Work work) throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception | AssertionError e) {
                return; // a refusal ends the work as well
              }
            },
            "caller");
    thread.setDaemon(true);
    thread.start();
    thread.join(10_000);
    return !thread.isAlive();
  }

  /** Names of regular files keep working: the control of the two attacks above. */
  @Test
  void regularFilesOfTheSharedDirectoryAreUsed() throws Exception {
    Rooms.out(earlier, "echo mine > /w/file; mkdir /w/sub");
    Path file = shared.resolve("file");
    assertThat(CallerPath.COPY_IN.of(file))
        .hasValueSatisfying(text -> assertThat(text).contains("mine"));
    assertThat(CallerPath.STDIN.of(file))
        .hasValueSatisfying(text -> assertThat(text).contains("mine"));
    for (CallerPath use : new CallerPath[] {CallerPath.STDOUT, CallerPath.STDERR}) {
      Path written = shared.resolve("sub/" + use.name());
      Files.writeString(written, "a longer text that is truncated");
      use.of(written);
      assertThat(lines(written)).isSubsetOf("overwritten", "x").isNotEmpty();
    }
    CallerPath.COPY_OUT.of(file);
    assertThat(file).hasContent("overwritten\n");
    CallerPath.COPY_OUT_TREE.of(shared.resolve("sub"));
    assertThat(shared.resolve("sub/file")).hasContent("overwritten\n");
  }

  /** On most hosts {@code /bin} is a link of the system to {@code /usr/bin}. */
  @Test
  void linksOfTheSystemAreFollowed() throws Exception {
    Path tool = Path.of("/bin/true");
    String out =
        Rooms.out(
            Rooms.minimal().copyIn(tool, "/box/t").bind(tool, "/mnt/t"),
            "/box/t; cmp=$(wc -c < /box/t); [ $cmp = $(wc -c < /mnt/t) ] && echo same");
    assertThat(out).isEqualTo("same");
  }

  /** The link has root's owner and lies in root's directory, but a room of root can make that. */
  @Test
  void linkOfRootIsNotFollowedInADirectoryThatARoomMayWrite() throws Exception {
    Path link = Files.createSymbolicLink(shared.resolve("link"), victim);
    assertThat(CallerPath.COPY_IN.of(link)).isEmpty();
    assertThat(CallerPath.STDIN.of(link)).isEmpty();
  }

  private static Iterable<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }
}
