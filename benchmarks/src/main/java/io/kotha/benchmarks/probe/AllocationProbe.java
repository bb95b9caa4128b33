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
 * What this JVM allocates for a start, in the steady state: {@code FILE RUNS SUBJECT}. A thread may
 * begin and end meanwhile, so that the sum over threads would miss some of it: the heap grows by
 * all that is allocated as long as nothing is collected.
 */
public final class AllocationProbe {

  /** A heap that need not be collected meanwhile, and that every object is counted in at once. */
  public static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:-UseTLAB", "-Xms640m", "-Xmn512m");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 3; // times as many as are counted
  private static final double KILOBYTE = 1_000;

  /** Until other threads have done what they do for what ended last. */
  private static final long SETTLE_MILLIS = 300;

  private AllocationProbe() {}

  /** Of the figure that the caller's own part is. */
  public static String byCaller(SubjectName name) {
    return name.kind() + ".allocated.caller";
  }

  /** Of the figure that all threads' is. */
  public static String byAll(SubjectName name) {
    return name.kind() + ".allocated.all";
  }

  /** See the class. */
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
        throw new IllegalStateException("the heap was collected before it was measured");
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

  /** What the caller allocated; while it waits for the pool to be full again, it does not count. */
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
