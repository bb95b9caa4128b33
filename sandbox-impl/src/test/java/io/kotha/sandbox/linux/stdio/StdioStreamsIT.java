package io.kotha.sandbox.linux.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Terminal;
import io.kotha.sandbox.linux.plan.RoomFixture;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JVM's ends of a program's descriptors, without a program. */
@Timeout(60)
class StdioStreamsIT {

  /** A full heap can fail the start anywhere. */
  @Test
  void everyEndHasAnOwnerIfTheStartFailsBetweenThem() throws Exception {
    Native kernel = Native.load();
    Command command = Command.of("/bin/true").stdin(Stdio.PIPE);
    StdioWiring wiring =
        StdioWiring.open(
            kernel, new InheritedStdio(kernel), RoomFixture.ofUser().plan(), false, command);
    StdioStreams streams =
        new StdioStreams(
            kernel,
            EventLoop.start(kernel),
            wiring,
            new AtomicLong(),
            () -> {},
            stream -> {
              throw new OutOfMemoryError("thrown by the test");
            });
    int stdin = wiring.jvmEnd(0);
    int stdout = wiring.jvmEnd(1);

    assertThatThrownBy(() -> streams.stdin(command)).isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(() -> streams.output(1)).isInstanceOf(OutOfMemoryError.class);
    wiring.abandon();

    for (int fd : new int[] {stdin, stdout}) {
      assertThat(Files.exists(Path.of("/proc/self/fd/" + fd))).isFalse();
    }
  }

  /** A process that holds the program's side may go on writing when the room has ended. */
  @Test
  void finishedTerminalKeepsNoMoreThanItsBufferHolds() throws Exception {
    Native kernel = Native.load();
    int[] sides = Pty.open(kernel, new Terminal(80, 24));
    StreamDescriptor terminal =
        StreamDescriptor.ofTerminal(kernel, EventLoop.start(kernel), sides[0]);
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread writer = new Thread(() -> writeUntilItFails(kernel, sides[1]));
      writer.start();
      writers.add(writer);
    }
    Thread.sleep(200); // until the buffer is full
    terminal.finish();
    for (Thread writer : writers) {
      writer.join();
    }
    kernel.close(sides[1]);
    assertThat(terminal.available()).isBetween(1, 1 << 16);
  }

  private static void writeUntilItFails(Native kernel, int fd) {
    try {
      while (true) {
        kernel.writeAll(fd, new byte[1 << 10]);
      }
    } catch (NativeException e) {
      // EIO: the JVM's side is closed.
    }
  }
}
