package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.event.ProgramInfo;
import io.kotha.sandbox.event.SandboxEvent.Origin;
import io.kotha.sandbox.event.SandboxEvent.ProgramEnded;
import io.kotha.sandbox.event.SandboxEvent.ProgramStarted;
import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Reports the start of one program to the observers, and then its end, in this order: the event
 * thread may learn of the end before the caller has learned of the start. The end of a program
 * whose start has failed is not reported. Thread-safe.
 */
final class ProgramReports {

  private final Observers observers;
  private final PlannedRoom planned;
  private final String executable;

  /** Completes with the pid, or 0, when the start was reported. */
  private final CompletableFuture<Integer> started = new CompletableFuture<>();

  ProgramReports(Observers observers, PlannedRoom planned, String executable) {
    this.observers = observers;
    this.planned = planned;
    this.executable = executable;
  }

  /**
   * Reports the start, and the end if it was learned before.
   *
   * @param pid 0 if the program has ended before its pid was known
   * @param fromPool the origin of the room if a pool has provided it
   * @param setup the duration of the start; empty if nobody observed its begin
   */
  void started(int pid, Optional<Origin> fromPool, Optional<Duration> setup) {
    setup.ifPresent(
        time ->
            observers.publish(
                new ProgramStarted(program(pid), fromPool.orElse(planned.place().origin()), time)));
    started.complete(pid);
  }

  /** Reports the end as soon as the start was reported. Never throws: a caller may wait for it. */
  void ended(Verdict verdict, Usage usage) {
    try {
      if (observers.isWatched()) {
        var unused =
            started.thenAccept(
                pid -> observers.publish(new ProgramEnded(program(pid), verdict, usage)));
      }
    } catch (RuntimeException | Error e) {
      // The heap is too full for an event.
    }
  }

  private ProgramInfo program(int pid) {
    return new ProgramInfo(
        planned.id(),
        planned.place().room(),
        planned.place().name(),
        executable,
        pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid));
  }
}
