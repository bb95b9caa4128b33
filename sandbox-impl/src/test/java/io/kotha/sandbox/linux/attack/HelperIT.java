package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.linux.attack.Wall.IDS;
import static io.kotha.sandbox.linux.attack.Wall.SEALED_HELPER;
import static io.kotha.sandbox.linux.attack.Wall.UNDUMPABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HelperProcesses;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.RoomHolder;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Lane;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attacks on the helper's own file and processes. */
@Timeout(60)
class HelperIT {

  private static final int DYNAMIC = 2;
  private static final int INTERPRETER = 3;

  @Test
  @Attack(value = "A3", move = "reads and overwrites `/proc/1/exe`, unfiltered", walls = UNDUMPABLE)
  void payloadCannotReachTheHelper() throws Exception {
    String script =
        "cat /proc/1/exe > /tmp/copy && [ -s /tmp/copy ] && echo read;"
            + " { echo x > /proc/1/exe; } 2>/dev/null && echo wrote; true";
    assertThat(Rooms.out(Calls.unfiltered(), script)).isEmpty();
  }

  /**
   * Tries from outside the room, with the JVM's own privileges, also when no process runs the
   * helper.
   */
  @Test
  @Attack(
      value = "A3",
      move =
          "keeps the helper's file open until all its processes are dead, and writes as the JVM's user",
      walls = SEALED_HELPER)
  void helperFileIsSealed(Seen seen) throws Exception {
    String token = "t" + UUID.randomUUID();
    try (ChildJvm jvm =
        ChildJvm.start(RoomHolder.class, TestRootfs.minimal().toString(), token, "1", "0")) {
      jvm.awaitReady();
      long zygote = jvm.children().get(0);
      Path running = Path.of("/proc", Long.toString(zygote), "exe");
      assertThatThrownBy(() -> Files.write(running, new byte[1], StandardOpenOption.WRITE))
          .isInstanceOf(IOException.class);
      try (FileChannel held = FileChannel.open(running)) {
        assertThat(held.size()).isPositive();
        jvm.kill();
        while (!HelperProcesses.running(binaryOf(held)).isEmpty()) {
          Thread.sleep(10);
        }
        assertThatThrownBy(() -> Files.write(pathOf(held), new byte[1], StandardOpenOption.WRITE))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("not permitted");
        seen.was("EPERM");
      }
    }
  }

  private static String binaryOf(FileChannel file) throws IOException {
    Path path = pathOf(file);
    return Files.getAttribute(path, "unix:dev") + ":" + Files.getAttribute(path, "unix:ino");
  }

  /** Returns the only descriptor of this JVM that refers to a helper's file. */
  private static Path pathOf(FileChannel file) throws IOException {
    assertThat(file.isOpen()).isTrue();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(HelperIT::isHelper).findFirst().orElseThrow();
    }
  }

  private static boolean isHelper(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("kotha-helper");
    } catch (IOException e) {
      return false; // The descriptor was closed in the meantime.
    }
  }

  @Test
  @Attack(
      value = "A17",
      move = "looks for an interpreter or a dynamic section in the helper",
      walls = SEALED_HELPER)
  void helperLoadsNoLibrary() throws Exception {
    for (String arch : List.of("x86_64", "aarch64")) {
      ByteBuffer elf = ByteBuffer.wrap(helper(arch)).order(ByteOrder.LITTLE_ENDIAN);
      int headers = (int) elf.getLong(32);
      assertThat(elf.getShort(56)).isPositive();
      for (int i = 0; i < elf.getShort(56); i++) {
        assertThat(elf.getInt(headers + i * elf.getShort(54))).isNotIn(DYNAMIC, INTERPRETER);
      }
    }
  }

  private static byte[] helper(String arch) throws IOException {
    String name = "/io/kotha/sandbox/linux/helper/kotha-helper-" + arch;
    try (InputStream in = Sandbox.class.getClassLoader().getResourceAsStream(name.substring(1))) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  /** A fork of this JVM would have hundreds of megabytes of its pages. */
  @Test
  @Attack(
      value = "A23",
      move = "looks for the JVM's memory in the zygote and in init",
      walls = SEALED_HELPER)
  @Attack(
      value = "A21",
      move = "looks for privileges that the JVM's user lacks, in the zygote and in init",
      walls = IDS)
  void zygoteHasNeitherTheJvmsMemoryNorMorePrivileges() throws Exception {
    int jvm = residentPages(ProcessHandle.current().pid());
    try (SandboxProcess p = Rooms.minimal().start("/bin/sleep", "100")) {
      long init = Long.parseLong(HostView.of(p.pid()).status("PPid"));
      for (long pid : List.of(init, HelperProcesses.zygoteOf(init))) {
        assertThat(residentPages(pid)).as("resident pages of " + pid).isLessThan(jvm / 16);
      }
      assertThat(HostView.of(HelperProcesses.zygoteOf(init)).status("Uid").split("\\s+"))
          .containsOnly(Integer.toString(Lane.uid()));
      assertThat(HostView.of(init).status("Uid").split("\\s+")).doesNotContain("0");
    }
  }

  private static int residentPages(long pid) throws Exception {
    return Integer.parseInt(HostView.of(pid).lines("statm").get(0).split(" ")[1]);
  }
}
