package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.files.CopyOut;
import io.kotha.sandbox.linux.files.CopyOutTask;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.stdio.OutputCapture;
import io.kotha.sandbox.linux.sys.Native;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The work after a room has ended: reading its output to the end, copying its files out. */
public final class RoomCompletion {

  private final Native kernel;
  private final Arch arch;
  private final List<CopyOut> copyOuts;
  private final RoomLeases leases;
  private final List<OutputCapture> captures = new ArrayList<>();
  private final Map<String, LongSupplier> counts = new LinkedHashMap<>();

  RoomCompletion(RoomContext context, PlannedRoom planned) {
    this.kernel = context.kernel();
    this.arch = context.host().arch();
    this.copyOuts = planned.spec().files().copyOuts();
    this.leases = planned.leases();
  }

  /** Adds an output to read to its end. Call it before the room gets its command. */
  public void add(OutputCapture capture) {
    captures.add(capture);
  }

  /**
   * Adds a figure that the JVM counts, under its name in the evidence. Call it before the room gets
   * its command.
   */
  public void count(String name, LongSupplier figure) {
    counts.put(name, figure);
  }

  /** Returns the current figures. */
  Map<String, Long> counts() {
    Map<String, Long> values = new LinkedHashMap<>();
    counts.forEach((name, figure) -> values.put(name, figure.getAsLong()));
    return values;
  }

  /**
   * Does all the work, then passes on which files were left out. Files are copied on the common
   * pool, never on the event thread.
   */
  void finish(List<Integer> handed, Consumer<List<String>> then) {
    captures.forEach(OutputCapture::finish);
    if (handed.size() < 2 || copyOuts.isEmpty()) {
      handed.forEach(kernel::close);
      leases.release();
      then.accept(List.of());
      return;
    }
    ForkJoinPool.commonPool()
        .execute(
            () -> {
              List<String> leftOut = new ArrayList<>();
              try {
                for (CopyOut copy : copyOuts) {
                  new CopyOutTask(kernel, handed.get(0), copy, leftOut).run();
                }
              } finally {
                handed.forEach(kernel::close); // the last references to the room's mounts
                leases.release();
                then.accept(leftOut);
              }
            });
  }

  /** Ends a room whose program never ran: no file is copied out. */
  void giveUp(List<Integer> handed) {
    captures.forEach(OutputCapture::close);
    handed.forEach(kernel::close);
    leases.release();
  }

  /** Ends a room whose zygote died. */
  void lose(List<Integer> handed) {
    handed.forEach(kernel::close);
    leases.releaseLost();
  }

  String syscallName(int number) {
    return arch.table().nameOf(number).orElse("syscall " + number);
  }
}
