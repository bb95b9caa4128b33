package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.lineup.Subjects;
import io.kotha.benchmarks.proc.ProcessFiles;
import io.kotha.benchmarks.result.Figure;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.util.Optional;

/**
 * Measures the CPU time of the JVM, the zygote and their children: {@code FILE RUNS SUBJECT}. Work
 * of kernel threads, such as the teardown of a network namespace, is not included.
 */
public final class CpuProbe {

  private static final int WARM_UP = 100;
  private static final double THOUSAND = 1_000;

  /** The time after which the last child has been reaped. */
  private static final long SETTLE_MILLIS = 300;

  private CpuProbe() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = Integer.parseInt(args[1]);
    SubjectName name = new SubjectName(args[2]);
    try (RoomRoot root = RoomRoot.create();
        Subject subject = Subjects.open(name, root, 1)) {
      run(subject, Math.min(runs, WARM_UP));
      double before = cpuSeconds();
      run(subject, runs);
      double used = cpuSeconds() - before;
      Answer.of(
              new Figure(
                  name.kind() + ".cpu",
                  name.label() + ": processor time of a thousand",
                  used / runs * THOUSAND,
                  "s"))
          .write(args[0]);
    }
  }

  private static void run(Subject subject, int runs) throws IOException, InterruptedException {
    for (int i = 0; i < runs; i++) {
      subject.prepare();
      subject.startToExit();
    }
    subject.prepare();
    Thread.sleep(SETTLE_MILLIS);
  }

  private static double cpuSeconds() throws IOException {
    Optional<ProcessFiles> zygote = ProcessFiles.zygote();
    return ProcessFiles.self().cpuSeconds()
        + (zygote.isPresent() ? zygote.orElseThrow().cpuSeconds() : 0);
  }
}
