package io.kotha.sandbox.linux.zygote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Helpers that cannot become a zygote: each start fails, and leaves no process and no descriptor.
 */
@Timeout(60)
class ZygoteStartIT {

  private static Native kernel;
  private static EventLoop events;

  @TempDir Path dir;

  @BeforeAll
  static void start() throws Exception {
    kernel = Native.load();
    events = EventLoop.start(kernel);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/true", "/bin/false"})
  void helperThatExitsAtOnceLeavesNothing(String program) throws Exception {
    assertFailsWithoutTrace(Path.of(program), "exited before its hello message");
  }

  @Test
  void helperOfAnotherVersionIsKilled() throws Exception {
    Path helper = script("printf 'not a report' >&3; exec sleep 300", "rwx------");
    assertFailsWithoutTrace(helper, "not the one of this version");
  }

  @Test
  void helperThatCannotBeExecutedLeavesNothing() throws Exception {
    // Root may read it, but not even root can execute a file without an x bit.
    assertFailsWithoutTrace(script("exec true", "rw-------"), "EACCES");
  }

  /** The control: a helper that lives is seen by the comparison that the other tests make. */
  @Test
  void livingHelperIsSeen() throws Exception {
    Path helper = script("exec sleep 300", "rwx------");
    HelperBinary binary = binary(helper);
    Map<String, String> before = descriptors();
    ExecutorService starter = Executors.newSingleThreadExecutor(ZygoteStartIT::daemon);
    try {
      Future<?> start = starter.submit(() -> Zygote.start(kernel, events, binary));
      Poll.until("the child to run sleep", () -> children().anyMatch(ZygoteStartIT::isSleep));
      assertThat(newDescriptors(before)).containsValue("socket");
      children().filter(ZygoteStartIT::isSleep).forEach(ProcessHandle::destroyForcibly);
      assertThatThrownBy(start::get).hasCauseInstanceOf(SandboxException.class);
    } finally {
      starter.shutdownNow();
    }
  }

  private void assertFailsWithoutTrace(Path helper, String message) throws Exception {
    HelperBinary binary = binary(helper);
    // Loads every class and opens every jar that the failure needs.
    assertThatThrownBy(() -> Zygote.start(kernel, events, binary)).hasMessageContaining(message);
    long[] childrenBefore = children().mapToLong(ProcessHandle::pid).toArray();
    Map<String, String> descriptorsBefore = descriptors();

    assertThatThrownBy(() -> Zygote.start(kernel, events, binary))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining(message);

    assertThat(newDescriptors(descriptorsBefore)).isEmpty();
    assertThat(children().mapToLong(ProcessHandle::pid).toArray()).containsOnly(childrenBefore);
  }

  private static boolean isSleep(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("sleep");
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "test-zygote-start");
    thread.setDaemon(true);
    return thread;
  }

  private Path script(String commands, String permissions) throws IOException {
    Path file = Files.writeString(dir.resolve("helper"), "#!/bin/sh\n" + commands + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static HelperBinary binary(Path file) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    System.setProperty(HelperBinary.PATH_PROPERTY, file.toString());
    System.setProperty(HelperBinary.HASH_PROPERTY, HexFormat.of().formatHex(hash));
    try {
      return HelperBinary.load("x86_64");
    } finally {
      System.clearProperty(HelperBinary.PATH_PROPERTY);
      System.clearProperty(HelperBinary.HASH_PROPERTY);
    }
  }

  /** The children of this JVM, zombies included. */
  private static Stream<ProcessHandle> children() {
    return ProcessHandle.current().children();
  }

  private static Map<String, String> newDescriptors(Map<String, String> before) throws IOException {
    Map<String, String> now = descriptors();
    now.keySet().removeAll(before.keySet());
    return now;
  }

  /** The open descriptors of this JVM and the kind of each, without the one that lists them. */
  private static Map<String, String> descriptors() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      for (Path link : links.toList()) {
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
          String target = target(link);
          if (!target.endsWith("/fd")) {
            all.put(link.getFileName() + " " + target, target.replaceAll(":.*", ""));
          }
        }
      }
    }
    return all;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "/fd"; // closed meanwhile, as the descriptor of the listing is
    }
  }
}
