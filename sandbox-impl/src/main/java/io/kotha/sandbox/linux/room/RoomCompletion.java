package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.files.CopyOut;
import io.kotha.sandbox.linux.files.CopyOutTask;
import io.kotha.sandbox.linux.files.LeftOut;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.stdio.ProgramStream;
import io.kotha.sandbox.linux.stdio.StdioWiring;
import io.kotha.sandbox.linux.sys.Native;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The work after a room has ended: reads its outputs to the end, restores the JVM's own
 * descriptors, copies files out, and gives leases back.
 */
public final class RoomCompletion {

  private final Native kernel;
  private final Arch arch;
  private final List<CopyOut> copyOuts;
  private final RoomLeases leases;
  private final StdioWiring wiring;
  private final List<ProgramStream> streams = new ArrayList<>();
  private final Map<String, LongSupplier> counters = new LinkedHashMap<>();

  RoomCompletion(RoomContext context, PlannedRoom planned, StdioWiring wiring) {
    this.kernel = context.kernel();
    this.arch = context.host().arch();
    this.copyOuts = planned.spec().files().copyOuts();
    this.leases = planned.leases();
    this.wiring = wiring;
  }

  /** Adds a stream that ends with the room. Call it before the room gets its command. */
  public void add(ProgramStream stream) {
    streams.add(stream);
  }

  /** Closes the streams of a room that never gets its command. */
  void closeStreams() {
    streams.forEach(ProgramStream::close);
  }

  /**
   * Adds a counter of the JVM to the evidence. Call it before the room gets its command.
   *
   * @param name the name of the counter in the evidence
   */
  public void count(String name, LongSupplier counter) {
    counters.put(name, counter);
  }

  /** Returns the current values of the counters. */
  Map<String, Long> counts() {
    Map<String, Long> values = new LinkedHashMap<>();
    counters.forEach((name, counter) -> values.put(name, counter.getAsLong()));
    return values;
  }

  /**
   * Does all the work, then passes on the files that were left out. If a slow reader of the JVM's
   * own stdout has not taken all output, that is later, on the thread that passes it on. Copies
   * files on the common pool, because the event thread must not block.
   *
   * @param copyOutFds the room's root and mount namespace, or nothing; they are closed
   */
  void finish(List<Integer> copyOutFds, Consumer<List<String>> then) {
    streams.forEach(ProgramStream::finish);
    CompletableFuture<Void> passedOn = wiring.finish();
    Consumer<List<String>> last =
        leftOut -> {
          var unused = passedOn.thenRun(() -> then.accept(leftOut));
        };
    if (copyOutFds.size() < 2 || copyOuts.isEmpty()) {
      copyOutFds.forEach(kernel::close);
      leases.release();
      last.accept(List.of());
      return;
    }
    ForkJoinPool.commonPool()
        .execute(
            () -> {
              LeftOut leftOut = new LeftOut();
              try {
                for (CopyOut copy : copyOuts) {
                  new CopyOutTask(kernel, copyOutFds.get(0), copy, leftOut).run();
                }
              } finally {
                copyOutFds.forEach(kernel::close); // the last references to the room's mounts
                leases.release();
                last.accept(leftOut.lines());
              }
            });
  }

  /** Ends a room whose program never ran: copies no file. */
  void abandon(List<Integer> copyOutFds) {
    closeStreams();
    var unused = wiring.finish();
    copyOutFds.forEach(kernel::close);
    leases.release();
  }

  /** Ends a room whose zygote died: copies no file, and removes what the zygote left. */
  void abandonLost(List<Integer> copyOutFds) {
    streams.forEach(ProgramStream::finish);
    var unused = wiring.finish();
    copyOutFds.forEach(kernel::close);
    leases.releaseLost();
  }

  /** Returns the name of a system call of this architecture. */
  String syscallName(int number) {
    return arch.table().nameOf(number).orElse("syscall " + number);
  }
}
