package io.kotha.sandbox.linux;

import io.kotha.sandbox.CopyOut;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.zygote.Native;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What is still to be done when a room has ended: output read to its end, files taken out. */
final class RoomEnding {

  private final Native kernel;
  private final Arch arch;
  private final List<CopyOut> copyOuts;
  private final Holdings holdings;
  private final List<Capture> captures = new ArrayList<>();
  private final Map<String, LongSupplier> counts = new LinkedHashMap<>();

  RoomEnding(Engine engine, Blueprint blueprint) {
    this.kernel = engine.kernel();
    this.arch = engine.host().arch();
    this.copyOuts = blueprint.spec().files().copyOuts();
    this.holdings = blueprint.holdings();
  }

  /** Output that is to be read to its end first. Before the room gets its command. */
  void add(Capture capture) {
    captures.add(capture);
  }

  /** A figure that the JVM itself counts, under its name in the evidence. Likewise. */
  void count(String name, LongSupplier figure) {
    counts.put(name, figure);
  }

  /** The figures as they are now. */
  Map<String, Long> counts() {
    Map<String, Long> values = new LinkedHashMap<>();
    counts.forEach((name, figure) -> values.put(name, figure.getAsLong()));
    return values;
  }

  /** Does it all, then tells what was left out; files are not copied on the event thread. */
  void finish(List<Integer> handed, Consumer<List<String>> then) {
    captures.forEach(Capture::finish);
    if (handed.size() < 2 || copyOuts.isEmpty()) {
      handed.forEach(kernel::close);
      holdings.release();
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
                handed.forEach(kernel::close); // and with them the room's files are gone
                holdings.release();
                then.accept(leftOut);
              }
            });
  }

  /** For a room whose program never ran: nothing is taken out. */
  void giveUp(List<Integer> handed) {
    captures.forEach(Capture::close);
    handed.forEach(kernel::close);
    holdings.release();
  }

  /** For a room whose helper died. */
  void lose(List<Integer> handed) {
    handed.forEach(kernel::close);
    holdings.releaseLost();
  }

  String syscallName(int number) {
    return arch.table().nameOf(number).orElse("syscall " + number);
  }
}
