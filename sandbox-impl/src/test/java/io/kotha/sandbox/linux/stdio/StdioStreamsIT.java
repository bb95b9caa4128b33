package io.kotha.sandbox.linux.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.linux.plan.RoomFixture;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The JVM's ends of a program's pipes, without a program. */
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
}
