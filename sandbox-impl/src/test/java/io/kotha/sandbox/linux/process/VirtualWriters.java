package io.kotha.sandbox.linux.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.VirtualThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes in a virtual thread to a program that does not read, in a JVM that may have one carrier:
 * {@code VirtualWriters ROOTFS terminal|pipe}. Another virtual thread then ends the program. Prints
 * {@code the other thread ran}, or the reason.
 */
final class VirtualWriters {

  private VirtualWriters() {}

  /** Runs both threads, as the class describes. */
  public static void main(String[] args) throws Exception {
    Sandbox room = Rooms.on(Path.of(args[0]));
    Command silent = Command.of("/bin/sleep", "100");
    ExecutorService threads = VirtualThreads.executor();
    CountDownLatch writing = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    String outcome = "the writer ended before the program";
    try (SandboxProcess process =
        room.start(args[1].equals("terminal") ? silent.terminal(80, 24) : silent)) {
      Future<String> writer =
          threads.submit(
              () -> {
                writing.countDown();
                try {
                  process.getOutputStream().write("line\n".repeat(100_000).getBytes(US_ASCII));
                  return "all was taken";
                } catch (IOException e) {
                  return ended.get() ? "the other thread ran" : e.toString();
                }
              });
      writing.await();
      Thread.sleep(500); // until the writer waits
      var unused =
          threads.submit(
              () -> {
                ended.set(true);
                process.destroyForcibly();
              });
      outcome = writer.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      outcome = e.toString();
    }
    System.out.println(outcome);
    System.exit(0); // Exits even if the carrier is never released.
  }
}
