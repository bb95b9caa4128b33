package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.lineup.Subjects;
import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.util.List;

/**
 * Measures the first start in a JVM, including the loading of classes and native libraries: {@code
 * FILE SUBJECT}.
 */
public final class FirstUseProbe {

  private FirstUseProbe() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    SubjectName name = new SubjectName(args[1]);
    try (RoomRoot root = RoomRoot.create()) {
      long start = System.nanoTime();
      try (Subject subject = Subjects.open(name, root, 1)) {
        subject.startToExit();
        long took = System.nanoTime() - start;
        new Answer(List.of(new Answer.Timed(name, Distribution.ofNanos(List.of(took)))), List.of())
            .write(args[0]);
      }
    }
  }
}
