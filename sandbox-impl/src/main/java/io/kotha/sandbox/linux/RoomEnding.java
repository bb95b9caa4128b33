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
  private final List<Runnable> releases;
  private final Runnable remains;
  private final List<Capture> captures = new ArrayList<>();
  private final Map<String, LongSupplier> counts = new LinkedHashMap<>();

  /**
   * @param releases what gives back things that the room holds; each may be called twice
   * @param remains removes what a helper that died has left of the room; may block
   */
  RoomEnding(
      Native kernel, Arch arch, List<CopyOut> copyOuts, List<Runnable> releases, Runnable remains) {
    this.kernel = kernel;
    this.arch = arch;
    this.copyOuts = List.copyOf(copyOuts);
    this.releases = List.copyOf(releases);
    this.remains = remains;
  }

  /** Output that is to be read to its end first. Before the room is started. */
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
      release();
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
                release();
                then.accept(leftOut);
              }
            });
  }

  /** For a room whose program never ran: nothing is taken out. */
  void giveUp(List<Integer> handed) {
    handed.forEach(kernel::close);
    release();
  }

  /** For a room whose helper died: not before its processes are gone, its ids are free. */
  void lose(List<Integer> handed) {
    handed.forEach(kernel::close);
    ForkJoinPool.commonPool()
        .execute(
            () -> {
              try {
                remains.run();
              } finally {
                release();
              }
            });
  }

  private void release() {
    releases.forEach(Runnable::run);
  }

  String syscallName(int number) {
    return arch.table().nameOf(number).orElse("syscall " + number);
  }
}
