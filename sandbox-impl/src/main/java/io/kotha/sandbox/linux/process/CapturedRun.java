package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.linux.room.Room;
import io.kotha.sandbox.linux.room.RoomCompletion;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.stdio.OutputCapture;
import io.kotha.sandbox.linux.stdio.StdioWiring;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.stats.Evidence;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A run whose output is captured until its room has ended, for a {@link SandboxResult}. */
final class CapturedRun implements RoomPreparation {

  private final Native kernel;
  private final EventLoop events;
  private final MemorySize limit;
  private final AtomicLong budget;
  private @Nullable OutputCapture stdout;
  private @Nullable OutputCapture stderr;

  /**
   * @param limit the maximum of bytes that all outputs may write
   */
  CapturedRun(Native kernel, EventLoop events, MemorySize limit) {
    this.kernel = kernel;
    this.events = events;
    this.limit = limit;
    this.budget = new AtomicLong(limit.bytes());
  }

  @Override
  public void prepare(Room room, StdioWiring wiring, RoomCompletion completion)
      throws NativeException {
    // Not in the sandbox: it would differ from that of a pool, whose rooms would be planned again.
    room.setLimits(room.limits().output(limit));
    stdout = capture(1, Evidence.STDOUT_BYTES, room, wiring, completion);
    stderr = capture(2, Evidence.STDERR_BYTES, room, wiring, completion);
  }

  private @Nullable OutputCapture capture(
      int number, String count, Room room, StdioWiring wiring, RoomCompletion completion)
      throws NativeException {
    int fd = wiring.jvmEnd(number);
    if (fd < 0) {
      return null;
    }
    OutputCapture capture = new OutputCapture(kernel, events, fd, budget, room::outputExceeded);
    completion.add(capture);
    wiring.handOver(number); // not earlier: the heap may be full
    completion.count(count, capture::written);
    capture.start();
    return capture;
  }

  /** Returns the result of the room, completed on the common pool when the room has ended. */
  CompletableFuture<SandboxResult> result(Room room) {
    CompletableFuture<SandboxResult> result = new CompletableFuture<>();
    var unusedEnd =
        room.ended()
            .thenApplyAsync(end -> result(room, end))
            .whenComplete((value, error) -> complete(result, value, error));
    // If the future completes in another way (cancel, orTimeout, complete), nobody awaits the room.
    var unusedKill = result.whenComplete((value, error) -> room.kill());
    return result;
  }

  private static <T> void complete(
      CompletableFuture<T> future, T value, @Nullable Throwable error) {
    if (error == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(error); // the outputs do not fit into the heap once more
    }
  }

  private SandboxResult result(Room room, Room.End end) {
    return new SandboxResult(
        end.verdict(),
        end.usage(),
        bytes(stdout),
        bytes(stderr),
        room.plan().isolation(),
        end.leftOut());
  }

  private static byte[] bytes(@Nullable OutputCapture capture) {
    return capture == null ? new byte[0] : capture.toByteArray();
  }
}
