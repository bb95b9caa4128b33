package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.linux.attack.Wall.COPIER;
import static io.kotha.sandbox.linux.attack.Wall.MOUNTS;
import static io.kotha.sandbox.linux.attack.Wall.ONE_LOOK;
import static io.kotha.sandbox.linux.attack.Wall.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks with links in place of a path that the helper or the JVM mounts, writes or reads. */
@Timeout(60)
class PathsIT {

  @TempDir Path dir;

  /**
   * The attacker exchanges the source of a bind for a link hundreds of times a second while rooms
   * are built.
   */
  @Test
  @Attack(
      value = "A13",
      move = "exchanges the source of a bind repeatedly for a link to a secret",
      walls = ONE_LOOK)
  void exchangedSourceIsNeverFollowed() throws Exception {
    Path secret = TestRootfs.directory(dir.resolve("secret"));
    TestRootfs.file(secret, "/file", "secret");
    Path source = dir.resolve("source");
    Path honest = TestRootfs.directory(dir.resolve("honest"));
    TestRootfs.file(honest, "/file", "honest");
    Sandbox room = Rooms.minimal().bind(source, "/mnt");
    AtomicBoolean over = new AtomicBoolean();
    AtomicReference<Throwable> broken = new AtomicReference<>();
    Thread attacker = new Thread(() -> exchange(source, honest, secret, over, broken), "attacker");
    attacker.start();
    int refused = 0;
    int built = 0;
    try {
      for (long end = System.nanoTime() + 3_000_000_000L; System.nanoTime() < end; ) {
        Optional<String> seen = read(room);
        seen.ifPresent(text -> assertThat(text).isEqualTo("honest"));
        built += seen.isPresent() ? 1 : 0;
        refused += seen.isPresent() ? 0 : 1;
      }
    } finally {
      over.set(true);
      attacker.join();
    }
    assertThat(broken.get()).isNull();
    assertThat(refused).as("rooms that met the link; built: " + built).isPositive();
  }

  private static Optional<String> read(Sandbox room) throws Exception {
    try {
      return Optional.of(Rooms.out(room, "cat /mnt/file"));
    } catch (SandboxException refused) {
      return Optional.empty();
    }
  }

  /** Renames the link and the file into place by turns. */
  private static void exchange(
      Path source,
      Path honest,
      Path secret,
      AtomicBoolean over,
      AtomicReference<Throwable> broken) {
    try {
      Path link = source.resolveSibling("link");
      while (!over.get()) {
        Files.createSymbolicLink(link, secret);
        Files.move(
            link, source, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Thread.sleep(2);
        Files.delete(source);
        Files.move(honest, source, StandardCopyOption.ATOMIC_MOVE);
        Thread.sleep(2);
        Files.move(source, honest, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException | InterruptedException e) {
      broken.set(e);
    }
  }

  /** Needs no race: the link is the source, or a component of its path. */
  @ParameterizedTest
  @ValueSource(strings = {"link", "link/below"})
  @Attack(
      value = "A13",
      move = "puts a link to a secret where a bind takes its source",
      walls = ONE_LOOK)
  void linkAsSourceFailsAndTheErrorNamesItsTarget(String source, Seen seen) throws Exception {
    Path secret = TestRootfs.directory(dir.resolve("secret/below")).getParent();
    Files.createSymbolicLink(dir.resolve("link"), secret);
    Sandbox room = Rooms.minimal().bindWritable(dir.resolve(source), "/mnt");
    SetupException refusal =
        catchThrowableOfType(SetupException.class, () -> room.run("/bin/true"));
    assertThat(refusal.step()).isEqualTo(SetupStep.SOURCE);
    assertThat(refusal).hasMessageContaining("ELOOP").hasMessageContaining(secret.toString());
    seen.was("ELOOP");
  }

  /** The target is a link in the image that points out of it, both absolute and with dots. */
  @Test
  @Attack(
      value = "A13",
      move = "an image whose mount points are links to the host's directories",
      walls = {ONE_LOOK, ROOT})
  void linkAsTargetIsResolvedInsideTheRoot() throws Exception {
    Path victim = TestRootfs.directory(dir.resolve("victim"));
    Path root = TestRootfs.fresh(dir);
    Path source = TestRootfs.directory(dir.resolve("bound"));
    TestRootfs.file(source, "/file", "bound");
    Files.createSymbolicLink(root.resolve("absolute"), victim);
    Files.createSymbolicLink(root.resolve("dots"), Path.of("../../../../../.." + victim));
    Set<String> mounts = Leftovers.mounts();
    for (String target : new String[] {"/absolute", "/dots"}) {
      for (Sandbox room : new Sandbox[] {Rooms.on(root), Rooms.on(root).persistent()}) {
        try {
          Rooms.out(room.bindWritable(source, target), "echo x > " + target + "/x");
        } catch (SandboxException refused) {
          // A refusal protects the host as well.
        }
      }
    }
    assertThat(victim).isEmptyDirectory();
    assertThat(Leftovers.mounts()).isEqualTo(mounts);
  }

  @Test
  @Attack(
      value = "A14",
      move = "an image whose `/proc` is a link to files in the image",
      walls = ONE_LOOK)
  void helperDoesNotWriteToAProcOfTheImage() throws Exception {
    Path root = TestRootfs.fresh(dir);
    Files.delete(root.resolve("proc"));
    TestRootfs.file(root, "/fake/self/uid_map", "");
    TestRootfs.file(root, "/fake/self/oom_score_adj", "");
    TestRootfs.file(root, "/fake/self/attr/exec", "");
    Files.createSymbolicLink(root.resolve("proc"), Path.of("/fake"));
    for (Sandbox room : new Sandbox[] {Rooms.on(root), Rooms.on(root).persistent()}) {
      try {
        String said = Rooms.out(room, "stat -f -c %T /proc/.; cat /proc/self/uid_map | wc -l");
        assertThat(said.lines()).containsExactly("proc", "1");
      } catch (SandboxException refused) {
        // A refusal protects the host as well.
      }
    }
    assertThat(root.resolve("fake/self/oom_score_adj")).isEmptyFile();
    assertThat(root.resolve("fake/self/attr/exec")).isEmptyFile();
    assertThat(root.resolve("fake/self/uid_map")).isEmptyFile();
  }

  /** An earlier run left links in a directory that is bound again. */
  @Test
  @Attack(
      value = "A16",
      move = "puts a link to a host file where a file is copied in",
      walls = {COPIER, ROOT})
  void copyInFollowsNoLinkOutOfTheRoot() throws Exception {
    Path victim = Files.writeString(dir.resolve("victim"), "untouched");
    Path shared = TestRootfs.directory(dir.resolve("shared"));
    Files.createSymbolicLink(shared.resolve("absolute"), victim);
    Files.createSymbolicLink(shared.resolve("dots"), Path.of("../../../../.." + victim));
    Files.createSymbolicLink(shared.resolve("directory"), dir);
    Sandbox room = Rooms.minimal().bindWritable(shared, "/mnt");
    for (String target : new String[] {"/mnt/absolute", "/mnt/dots", "/mnt/directory/victim"}) {
      try {
        room.copyIn("overwritten".getBytes(), target).run("/bin/true");
      } catch (SandboxException refused) {
        // A refusal protects the host as well.
      }
    }
    assertThat(victim).hasContent("untouched");
  }

  @Test
  @Attack(
      value = "A18",
      move = "leaves a tree of 600 levels, without permissions, with names of every kind",
      walls = MOUNTS)
  void cleanUpRemovesTreesThatResistRemovalByName() throws Exception {
    Leftovers before = Leftovers.snapshot();
    String script =
        "cd /tmp && ln -s / root && echo x > '-rf' && echo x > \"$(printf 'a\\nb')\""
            + " && mkdir -p $(printf 'd/%.0s' $(seq 600)) && chmod 000 d/d/d d && echo deep";
    for (Sandbox room : new Sandbox[] {Rooms.minimal(), Rooms.minimal().writable()}) {
      assertThat(Rooms.out(room, script)).isEqualTo("deep");
    }
    before.assertNone();
  }
}
