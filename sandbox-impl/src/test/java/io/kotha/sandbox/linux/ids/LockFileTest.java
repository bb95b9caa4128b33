package io.kotha.sandbox.linux.ids;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.sys.LockCalls;
import io.kotha.sandbox.linux.sys.Native;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LockFileTest {

  @TempDir private Path directory = Path.of("set by JUnit");
  private final LockCalls calls;

  LockFileTest() throws IOException {
    calls = new LockCalls(Native.load());
  }

  /**
   * A program may replace the system properties, and each class loader has its own Kotha: nothing
   * in the JVM may be needed to keep the lock.
   */
  @Test
  void lockOutlivesARefusedAttemptAfterThePropertiesAreReplaced() throws Exception {
    Path file = directory.resolve("lock");
    Optional<LockFile> held = LockFile.tryLock(calls, file);
    assertThat(held).isPresent();

    Properties before = System.getProperties();
    try {
      System.setProperties(new Properties());
      assertThat(LockFile.tryLock(calls, file)).isEmpty();
    } finally {
      System.setProperties(before);
    }

    assertThat(attemptOfAnotherJvm(file)).isEqualTo("taken");
    held.get().close();
    assertThat(attemptOfAnotherJvm(file)).isEqualTo("free");
  }

  @Test
  void lockOutlivesAnotherDescriptorOfTheFile() throws Exception {
    Path file = directory.resolve("lock");
    Optional<LockFile> held = LockFile.tryLock(calls, file);
    assertThat(held).isPresent();

    Files.readAllBytes(file);

    assertThat(attemptOfAnotherJvm(file)).isEqualTo("taken");
    held.get().close();
  }

  /** Another user who may open the file could keep the lock. */
  @Test
  void onlyTheUserCanOpenTheFile() throws Exception {
    Path file = directory.resolve("lock");
    Optional<LockFile> held = LockFile.tryLock(calls, file);
    assertThat(held).isPresent();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    held.get().close();
  }

  /** The JDK takes POSIX record locks, as other versions of Kotha do. */
  @Test
  void lockThatTheJdkTookIsRespected() throws Exception {
    Path file = directory.resolve("lock");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assertThat(channel.tryLock()).isNotNull();
      assertThat(LockFile.tryLock(calls, file)).isEmpty();
    }
  }

  private static String attemptOfAnotherJvm(Path file) throws IOException {
    try (ChildJvm other = ChildJvm.start(Attempt.class, file.toString())) {
      return other.nextLine();
    }
  }

  /** A JVM that tries to take a lock. */
  static final class Attempt {
    private Attempt() {}

    public static void main(String[] args) throws Exception {
      System.out.println(
          LockFile.tryLock(new LockCalls(Native.load()), Path.of(args[0])).isPresent()
              ? "free"
              : "taken");
    }
  }
}
