package io.kotha.sandbox.linux.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.fixture.VirtualThreads;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that the caller never closes, and runs that the caller gives up. */
@Timeout(60)
class UnclosedIT {

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "terminal"})
  void endedProcessKeepsItsOutputAndNoDescriptor(String kind) throws Exception {
    Leftovers before = Leftovers.snapshot();
    Command command = Command.of("/bin/sh", "-c", "echo first; head -c 3000 /dev/zero; echo last");
    List<SandboxProcess> ended = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SandboxProcess process =
          Rooms.minimal().start(kind.equals("terminal") ? command.terminal(80, 24) : command);
      if (i % 2 == 0) {
        assertThat(process.inputReader().readLine()).isEqualTo("first");
      }
      process.waitFor();
      ended.add(process);
    }
    before.assertNone();
    for (int i = 0; i < ended.size(); i++) {
      SandboxProcess process = ended.get(i);
      String rest = // the reader of the first line has buffered some of the rest
          i % 2 == 0
              ? process.inputReader().readLine()
              : new String(process.getInputStream().readAllBytes(), US_ASCII);
      assertThat(rest.strip()).startsWith(i % 2 == 0 ? "\0" : "first").endsWith("last");
      assertThat(process.getInputStream().read()).isEqualTo(-1);
      assertThat(process.getErrorStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void writerLearnsThatTheProgramHasEnded() throws Exception {
    SandboxProcess process = Rooms.minimal().start("/bin/true");
    process.waitFor();
    OutputStream stdin = process.getOutputStream();
    assertThatThrownBy(() -> stdin.write(new byte[100_000]))
        .isInstanceOf(IOException.class)
        .hasMessage("Stream closed");
  }

  @Test
  void wholeInputArrivesWhateverItsLength() throws Exception {
    for (int length : new int[] {0, 1, 4096, 65_536, 65_537, 3_000_000}) {
      try (SandboxProcess process = Rooms.minimal().start("/bin/wc", "-c")) {
        try (OutputStream stdin = process.getOutputStream()) {
          stdin.write(new byte[length]);
        }
        assertThat(process.inputReader().readLine().strip()).isEqualTo("" + length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "terminal"})
  void blockedWriterReleasesItsCarrier(String kind) throws Exception {
    VirtualThreads.executor().shutdown();
    Map<String, String> oneCarrier =
        Map.of(
            "jdk.virtualThreadScheduler.parallelism", "1",
            "jdk.virtualThreadScheduler.maxPoolSize", "1");
    String rootfs = TestRootfs.minimal().toString();
    try (ChildJvm jvm = ChildJvm.start(VirtualWriters.class, oneCarrier, rootfs, kind)) {
      assertThat(jvm.nextLine()).isEqualTo("the other thread ran");
    }
  }

  @Test
  void libraryThreadsDoNotRetainCallersClassLoader() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(FirstCaller.class, TestRootfs.minimal().toString())) {
      assertThat(jvm.nextLine()).isEqualTo("ran");
      assertThat(jvm.nextLine()).isEqualTo("collected");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancel", "complete", "completeExceptionally", "orTimeout"})
  void futureThatIsGivenUpKillsItsRoom(String how) throws Exception {
    Map<String, Consumer<CompletableFuture<SandboxResult>>> ways =
        Map.of(
            "cancel", run -> run.cancel(true),
            "complete", run -> run.complete(null),
            "completeExceptionally", run -> run.completeExceptionally(new IOException("enough")),
            "orTimeout", run -> run.orTimeout(10, TimeUnit.MILLISECONDS));
    String token = "t" + UUID.randomUUID();
    Sandbox room = Rooms.minimal();
    CompletableFuture<SandboxResult> run = room.runAsync("/bin/sh", "-c", "sleep 100; : " + token);
    Poll.until("the room", () -> !HostView.pidsWith(token).isEmpty());
    ways.get(how).accept(run);
    Poll.until("the end of the room", () -> HostView.pidsWith(token).isEmpty());
  }
}
