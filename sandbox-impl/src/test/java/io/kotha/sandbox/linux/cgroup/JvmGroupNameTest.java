package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmGroupNameTest {

  @Test
  void nameSurvivesARoundTrip() {
    JvmGroupName name = new JvmGroupName(12, 3456, 4026531836L, 2);

    assertThat(name.directoryName()).isEqualTo("jvm-12-3456-4026531836-2");
    assertThat(JvmGroupName.parse(name.directoryName())).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jvm-12",
        "jvm-12-34",
        "jvm-12-34-56",
        "jvm-12-34-56-0 ",
        "xjvm-12-34-56-0",
        "jvm-a-34-56-0",
        "jvm--1-34-56-0",
        "jvm-1-34-56-0-0",
        "jvm-99999999999999999999-34-56-0",
        "process_api",
        "name-x"
      })
  void otherTextsAreNoNames(String directory) {
    assertThat(JvmGroupName.parse(directory)).isEmpty();
  }

  @Test
  void thisJvmIsAlive() {
    assertThat(JvmGroupName.current().isDead()).isFalse();
  }

  @Test
  void samePidWithAnotherStartTimeIsAnotherProcess() {
    JvmGroupName now = JvmGroupName.current();

    assertThat(new JvmGroupName(now.pid(), now.startTicks() - 1, now.pidNamespace(), 0).isDead())
        .isTrue();
  }

  @Test
  void missingProcessIsDead() {
    assertThat(new JvmGroupName(999_999_999, 1, JvmGroupName.current().pidNamespace(), 0).isDead())
        .isTrue();
  }

  @Test
  void processOfAnotherPidNamespaceIsUnknown() {
    assertThat(new JvmGroupName(999_999_999, 1, 17, 0).isDead()).isFalse();
  }

  @Test
  void zombieIsDead() throws Exception {
    // The shell forks a child and then executes sleep, which never waits for the child.
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0.2 & echo $!; exec sleep 30").start();
    try {
      long pid = Long.parseLong(parent.inputReader().readLine());
      JvmGroupName.Stat stat;
      do {
        stat = JvmGroupName.Stat.of(pid).orElseThrow();
      } while (!stat.isZombie());

      JvmGroupName name =
          new JvmGroupName(pid, stat.startTicks(), JvmGroupName.current().pidNamespace(), 0);
      assertThat(name.isDead()).isTrue();
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }
}
