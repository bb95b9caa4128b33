package io.kotha.sandbox.linux.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.fixture.DaemonTask;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Outputs that a process outside the room keeps writing to after the room has ended. */
@Timeout(60)
class FloodedStreamIT {

  /** Default capacity in bytes: see pipe(7). */
  private static final int CAPACITY = 1 << 16;

  private static Native kernel;
  private static EventLoop events;

  private int[] pipe;

  /** An event loop has no end, so that all tests share one. */
  @BeforeAll
  static void start() throws Exception {
    kernel = Native.load();
    events = EventLoop.start(kernel);
  }

  @BeforeEach
  void open() throws Exception {
    pipe = kernel.pipe();
  }

  @AfterEach
  void close() {
    kernel.close(pipe[1]);
  }

  @Test
  void captureReadsWhatWasThereWhenTheRoomEnded() throws Exception {
    AtomicInteger writes = new AtomicInteger();
    Runnable writeMore =
        () -> {
          if (writes.incrementAndGet() < 1_000) {
            write(new byte[10]);
          }
        };
    OutputCapture capture =
        new OutputCapture(kernel, events, pipe[0], new AtomicLong(0), writeMore);
    kernel.setNonBlocking(pipe[0]);
    write(new byte[60_000]);
    capture.finish();
    assertThat(capture.written()).isEqualTo(60_000);
  }

  @Test
  void streamKeepsWhatAPipeHolds() throws Exception {
    StreamDescriptor stream = StreamDescriptor.ofPipe(kernel, events, pipe[0]);
    List<Future<Integer>> floods = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      floods.add(DaemonTask.start(this::flood));
    }
    Poll.until("a full pipe", () -> kernel.available(pipe[0]) == CAPACITY);
    stream.finish();
    DaemonTask.await("EPIPE in each writer", Duration.ofSeconds(10), floods);
    byte[] chunk = new byte[1 << 14];
    long total = 0;
    for (int n = stream.read(chunk, 0, chunk.length);
        n > 0;
        n = stream.read(chunk, 0, chunk.length)) {
      total += n;
    }
    assertThat(total).isEqualTo(CAPACITY);
  }

  /** A source that never ends, and does not tell how much it has. */
  @Test
  void streamKeepsNothingOfAnEndlessSource() throws Exception {
    int endless = kernel.open("/dev/zero", 0, 0);
    StreamDescriptor stream = StreamDescriptor.ofPipe(kernel, events, endless);
    stream.finish();
    assertThat(stream.available()).isZero();
    kernel.close(pipe[0]);
  }

  /** Writes until the pipe breaks, and returns the number of whole writes. */
  private int flood() {
    int writes = 0;
    while (write(new byte[CAPACITY])) {
      writes++;
    }
    return writes;
  }

  private boolean write(byte[] bytes) {
    try {
      kernel.writeAll(pipe[1], bytes);
      return true;
    } catch (NativeException e) {
      return false;
    }
  }
}
