package io.kotha.benchmarks.probe;

import com.sun.management.ThreadMXBean;
import io.kotha.benchmarks.lineup.Subjects;
import io.kotha.benchmarks.result.Figure;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Measures the bytes that a JVM allocates per start in the steady state: {@code FILE RUNS SUBJECT}.
 * It uses the growth of the heap without a garbage collection, because a sum over threads would
 * miss those that begin and end in between.
 */
public final class AllocationProbe {

  /** Flags for a heap that needs no collection, and in which every allocation counts at once. */
  public static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:-UseTLAB", "-Xms640m", "-Xmn512m");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 3; // warm-up runs per measured run
  private static final double KILOBYTE = 1_000;

  /** The time after which other threads have finished their work for the last run. */
  private static final long SETTLE_MILLIS = 300;

  private AllocationProbe() {}

  /** Returns the key of the figure of the caller's allocations. */
  public static String byCaller(SubjectName name) {
    return name.kind() + ".allocated.caller";
  }

  /** Returns the key of the figure of all threads' allocations. */
  public static String byAll(SubjectName name) {
    return name.kind() + ".allocated.all";
  }

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = Integer.parseInt(args[1]);
    SubjectName name = new SubjectName(args[2]);
    try (RoomRoot root = RoomRoot.create();
        Subject subject = Subjects.open(name, root, 1)) {
      run(subject, WARM_UP * runs);
      System.gc();
      long collections = collections();
      long heap = heap();
      long own = own();
      long caller = run(subject, runs);
      long waiting = own() - own - caller;
      long all = heap() - heap - waiting;
      if (collections() != collections) {
        throw new IllegalStateException("a garbage collection ran during the measurement");
      }
      Answer.of(
              new Figure(
                  byCaller(name),
                  name.label() + ": allocated per start, by the caller's thread",
                  caller / KILOBYTE / runs,
                  "kB"),
              new Figure(
                  byAll(name),
                  name.label() + ": allocated per start, by all threads of the JVM",
                  all / KILOBYTE / runs,
                  "kB"))
          .write(args[0]);
    }
  }

  /** Returns the caller's allocations, without those of waiting for the pool to be full. */
  private static long run(Subject subject, int runs) throws IOException, InterruptedException {
    long all = 0;
    for (int i = 0; i < runs; i++) {
      subject.prepare();
      long before = own();
      subject.startToExit();
      all += own() - before;
    }
    subject.prepare();
    Thread.sleep(SETTLE_MILLIS);
    return all;
  }

  private static long own() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  private static long heap() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
