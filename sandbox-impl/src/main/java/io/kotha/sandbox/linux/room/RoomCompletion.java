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

  /** The room's root and mount namespace, from which files are copied out; may be empty. */
  private volatile List<Integer> copyOutFds = List.of();

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
   * Takes the descriptors from which files are copied out.
   *
   * @param fds the room's root and mount namespace, or nothing; this object owns them
   */
  void copyFrom(List<Integer> fds) {
    copyOutFds = fds;
  }

  /**
   * Does all the work. Copies files on the common pool, because the event thread must not block.
   *
   * @return a future of the files that were left out. It completes when everything is done; if a
   *     slow reader of the JVM's own stdout has not taken all output, that is later, on the thread
   *     that passes it on. It fails if a file is lost for a reason other than the file system's.
   */
  CompletableFuture<List<String>> finish() {
    Cleanup.each(streams, ProgramStream::finish);
    CompletableFuture<Void> passedOn = wiring.finish();
    CompletableFuture<List<String>> copied = new CompletableFuture<>();
    CompletableFuture<List<String>> done = copied.thenCombine(passedOn, (leftOut, none) -> leftOut);
    if (copyOutFds.size() < 2 || copyOuts.isEmpty()) {
      giveBack();
      copied.complete(List.of());
    } else {
      ForkJoinPool.commonPool().execute(() -> copyOut(copied));
    }
    return done;
  }

  private void copyOut(CompletableFuture<List<String>> copied) {
    try {
      copied.complete(copyAll());
    } catch (RuntimeException | Error e) {
      copied.completeExceptionally(e); // otherwise the caller would miss files of a success
    }
  }

  private List<String> copyAll() {
    try {
      LeftOut leftOut = new LeftOut();
      for (CopyOut copy : copyOuts) {
        new CopyOutTask(kernel, copyOutFds.get(0), copy, leftOut).run();
      }
      return leftOut.lines();
    } finally {
      giveBack();
    }
  }

  private void giveBack() {
    try {
      closeCopyOutFds();
    } finally {
      leases.release();
    }
  }

  /** Closes the last references to the room's mounts. */
  private synchronized void closeCopyOutFds() {
    List<Integer> fds = copyOutFds;
    copyOutFds = List.of();
    fds.forEach(kernel::close);
  }

  /** Ends a room whose program never ran: copies no file. */
  void abandon() {
    closeStreams();
    var unused = wiring.finish();
    giveBack();
  }

  /**
   * Ends a room whose zygote died, or whose end this JVM cannot handle: copies no file, and removes
   * what the zygote left.
   */
  void abandonLost() {
    try {
      Cleanup.each(streams, ProgramStream::finish);
    } finally {
      try {
        var unused = wiring.finish();
        closeCopyOutFds();
      } finally {
        leases.releaseLost();
      }
    }
  }

  /** Returns the name of a system call of this architecture. */
  String syscallName(int number) {
    return arch.table().nameOf(number).orElse("syscall " + number);
  }
}
