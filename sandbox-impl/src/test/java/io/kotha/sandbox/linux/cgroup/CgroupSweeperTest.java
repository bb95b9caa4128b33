package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kotha.sandbox.linux.fixture.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with plain directories in place of cgroups. */
class CgroupSweeperTest {

  private static final long ROOT = 0;

  @TempDir private Path parent = Path.of("set by JUnit");

  private final JvmGroupName live = JvmGroupName.current();
  private final JvmGroupName dead = new JvmGroupName(999_999_999, 1, live.pidNamespace(), 0);

  private Path directory(String name) throws IOException {
    return Files.createDirectories(parent.resolve(name));
  }

  private final LogLines log = LogLines.of(CgroupSweeper.class, Level.DEBUG);

  @AfterEach
  void tearDown() {
    log.close();
  }

  @Test
  void removesLeftoversOfADeadJvmAndWarnsOnce() throws IOException {
    Path room = directory(dead.directoryName() + "/room-1/deeper");
    Path left = room.getParent().getParent();

    CgroupSweeper.sweep(parent, ROOT);
    CgroupSweeper.sweep(parent, ROOT);

    assertThat(left).doesNotExist();
    assertThat(log.all())
        .containsExactly(
            "WARN removed "
                + left
                + ": an earlier JVM left it, most likely killed together with its zygote");
  }

  @Test
  void warnsOfWhatCannotBeRemovedAndRemovesTheRest() throws IOException {
    Path left = directory(dead.directoryName());
    Path free = directory(dead.directoryName() + "/room-1");
    Path full = directory(dead.directoryName() + "/room-0/deeper");
    Files.createFile(full.resolve("file"));

    CgroupSweeper.sweep(parent, ROOT);

    assertThat(full).exists();
    assertThat(free).doesNotExist();
    assertThat(log.all())
        .singleElement()
        .asString()
        .startsWith("WARN cannot remove " + left + " (an earlier JVM left it")
        .contains("): " + full + ": ")
        .contains("processes in it: none");
  }

  @Test
  void groupOfALostRoomIsNoLeftover() throws IOException {
    Path room = directory(live.directoryName() + "/room-1");

    CgroupSweeper.sweepGroup(room, ROOT);
    CgroupSweeper.sweepGroup(room, ROOT);

    assertThat(room).doesNotExist();
    assertThat(log.all()).containsExactly("DEBUG removed " + room + ": its zygote has died");
  }

  @Test
  void groupsOfTheJvmItselfAreRemovedWithoutALine() throws IOException {
    Path own = directory(live.directoryName());
    directory(live.directoryName() + "/room-1");

    CgroupSweeper.removeOwn(own);

    assertThat(own).doesNotExist();
    assertThat(log.all()).isEmpty();
  }

  @Test
  void touchesNothingElse() throws IOException {
    Path own = directory(live.directoryName() + "/room-1");
    Path unseen = directory(new JvmGroupName(999_999_999, 1, 17, 0).directoryName());
    Path strange = directory("jvm-999999999");
    Path foreign = directory("process_api/" + dead.directoryName());

    CgroupSweeper.sweep(parent, ROOT);

    assertThat(own).exists();
    assertThat(unseen).exists();
    assertThat(strange).exists();
    assertThat(foreign).exists();
    assertThat(log.all()).isEmpty();
  }

  @Test
  void namedRoomsStayWhileAnyJvmLives() throws IOException {
    Path named = directory("name-x");
    Path own = directory(live.directoryName());

    CgroupSweeper.sweep(parent, ROOT);
    assertThat(named).exists();

    Files.delete(own);
    directory(dead.directoryName());
    CgroupSweeper.sweep(parent, ROOT);
    assertThat(named).doesNotExist();
  }

  @Test
  void groupsOfAnotherUserStay() throws IOException {
    Path left = directory(dead.directoryName());

    CgroupSweeper.sweep(parent, 4_000_000);

    assertThat(left).exists();
  }

  @Test
  void missingParentIsNotSwept() {
    CgroupSweeper.sweep(parent.resolve("missing"), ROOT);

    assertThat(parent.resolve("missing")).doesNotExist();
  }
}
