package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void removesLeftoversOfADeadJvm() throws IOException {
    Path room = directory(dead.directoryName() + "/room-1/deeper");

    CgroupSweeper.sweep(parent, ROOT);

    assertThat(room.getParent().getParent()).doesNotExist();
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
