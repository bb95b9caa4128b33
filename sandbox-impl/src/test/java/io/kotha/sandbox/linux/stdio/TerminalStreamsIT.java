package io.kotha.sandbox.linux.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Terminal;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.VirtualThreads;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The two streams of a terminal, which share one descriptor. */
@Timeout(60)
class TerminalStreamsIT {

  private static final boolean X86_64 = System.getProperty("os.arch").equals("amd64");
  private static final long GETTID = X86_64 ? 186 : 178;
  private static final long TGKILL = X86_64 ? 234 : 131;

  /** The signal by which the JDK interrupts a blocking call: its handler has no SA_RESTART. */
  private static final int SIGNAL = 62;

  private static Native kernel;
  private static EventLoop events;

  @TempDir Path dir;

  private int[] sides;
  private TerminalInput input;
  private ProgramInput output;

  @BeforeAll
  static void start() throws Exception {
    kernel = Native.load();
    events = EventLoop.start(kernel);
  }

  @BeforeEach
  void open() throws Exception {
    sides = Pty.open(kernel, new Terminal(80, 24));
    StreamDescriptor shared = StreamDescriptor.ofTerminal(kernel, events, sides[0]);
    input = new TerminalInput(shared);
    output = new ProgramInput(shared);
  }

  @AfterEach
  void close() {
    output.close();
    kernel.close(sides[1]);
  }

  @Test
  void readerNeverReadsAFileThatReusesTheDescriptor() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "of another file");
    output.close();
    List<Integer> opened = new ArrayList<>();
    try {
      // The kernel takes the lowest free fd, which may not be the terminal's at once.
      while (!opened.contains(sides[0])) {
        assertThat(opened).as("another thread has taken the descriptor").hasSizeLessThan(100);
        opened.add(kernel.open(secret.toString(), 0, 0));
      }
      byte[] read = new byte[100];
      assertThatThrownBy(() -> input.read(read)).isInstanceOf(IOException.class);
      assertThatThrownBy(input::read).isInstanceOf(IOException.class);
      assertThatThrownBy(input::available).isInstanceOf(IOException.class);
      assertThat(read).containsOnly(0);
    } finally {
      opened.forEach(kernel::close);
    }
  }

  @Test
  void emptyTerminalIsNotTheEndOfTheStream() throws Exception {
    CompletableFuture<String> line = readLater(new CompletableFuture<>());
    assertWaits(line);
    program("hello\n");
    assertThat(line.get(10, TimeUnit.SECONDS)).isEqualTo("hello\r\n");
  }

  @Test
  void interruptedSystemCallIsNotTheEndOfTheStream() throws Exception {
    awaitHandlerOfSignal();
    CompletableFuture<Long> tid = new CompletableFuture<>();
    CompletableFuture<String> line = readLater(tid);
    assertWaits(line);
    for (int i = 0; i < 10; i++) {
      assertThat(kernel.syscall(TGKILL, ProcessHandle.current().pid(), tid.get(), SIGNAL, 0))
          .isZero();
      Thread.sleep(10);
    }
    assertWaits(line);
    program("still there\n");
    assertThat(line.get(10, TimeUnit.SECONDS)).isEqualTo("still there\r\n");
  }

  @Test
  void closingWakesAWaitingReader() throws Exception {
    CompletableFuture<String> line = readLater(new CompletableFuture<>());
    assertWaits(line);
    output.close();
    assertThatThrownBy(() -> line.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void closedProgramSideIsTheEndOfTheStream() throws Exception {
    CompletableFuture<String> line = readLater(new CompletableFuture<>());
    assertWaits(line);
    kernel.close(sides[1]);
    sides[1] = -1;
    assertThat(line.get(10, TimeUnit.SECONDS)).isEqualTo("end");
  }

  /** With one carrier, the writers never run if a reader holds it while it waits. */
  @Test
  void waitingVirtualThreadReleasesItsCarrier() throws Exception {
    VirtualThreads.executor().shutdown();
    Map<String, String> oneCarrier =
        Map.of(
            "jdk.virtualThreadScheduler.parallelism", "1",
            "jdk.virtualThreadScheduler.maxPoolSize", "1");
    try (ChildJvm jvm = ChildJvm.start(VirtualTerminalReaders.class, oneCarrier, "50")) {
      assertThat(jvm.nextLine()).isEqualTo("all were read");
    }
  }

  private CompletableFuture<String> readLater(CompletableFuture<Long> tid) {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              tid.complete(kernel.syscall(GETTID, 0, 0, 0, 0));
              byte[] read = new byte[100];
              try {
                int n = input.read(read);
                line.complete(n < 0 ? "end" : new String(read, 0, n, StandardCharsets.US_ASCII));
              } catch (IOException e) {
                line.completeExceptionally(e);
              }
            },
            "test-terminal-reader");
    reader.setDaemon(true);
    reader.start();
    return line;
  }

  private static void assertWaits(CompletableFuture<String> line) {
    assertThatThrownBy(() -> line.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  private void program(String text) throws IOException {
    kernel.writeAll(sides[1], text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Makes the JDK install its handler: without one, the signal would end the JVM. */
  private static void awaitHandlerOfSignal() throws IOException {
    Pipe pipe = Pipe.open();
    try (Pipe.SinkChannel sink = pipe.sink();
        Pipe.SourceChannel source = pipe.source()) {
      sink.write(ByteBuffer.allocate(1));
      source.read(ByteBuffer.allocate(1));
    }
    Poll.until(
        "a handler of signal " + SIGNAL,
        () -> {
          String caught = HostView.of(ProcessHandle.current().pid()).status("SigCgt").strip();
          return (Long.parseUnsignedLong(caught.replaceAll(".*\\s", ""), 16) >> SIGNAL - 1 & 1)
              == 1;
        });
  }
}
