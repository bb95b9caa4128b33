package io.kotha.sandbox.linux.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Outputs that a process outside the room keeps writing to after the room has ended. */
@Timeout(60)
class FloodedStreamIT {

  private Native kernel;
  private EventLoop events;
  private int[] pipe;

  @BeforeEach
  void open() throws Exception {
    kernel = Native.load();
    events = EventLoop.start(kernel);
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
    CompletableFuture<?>[] floods = new CompletableFuture<?>[3];
    for (int i = 0; i < floods.length; i++) {
      floods[i] = CompletableFuture.runAsync(this::flood, task -> new Thread(task).start());
    }
    Thread.sleep(200);
    stream.finish();
    CompletableFuture.allOf(floods).join();
    byte[] chunk = new byte[1 << 14];
    long total = 0;
    for (int n = stream.read(chunk, 0, chunk.length);
        n > 0;
        n = stream.read(chunk, 0, chunk.length)) {
      total += n;
    }
    assertThat(total).isPositive().isLessThanOrEqualTo(1 << 16);
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

  /** Writes until the pipe breaks. */
  private void flood() {
    while (write(new byte[1 << 16])) {
      Thread.onSpinWait();
    }
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
