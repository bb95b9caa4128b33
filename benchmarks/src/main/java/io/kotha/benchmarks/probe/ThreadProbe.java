package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.lineup.Subjects;
import io.kotha.benchmarks.proc.ProcessFiles;
import io.kotha.benchmarks.result.Figure;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures the JVM's threads and file descriptors per live program: {@code FILE PROGRAMS}. */
public final class ThreadProbe {

  private ThreadProbe() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int programs = Integer.parseInt(args[1]);
    List<Figure> figures = new ArrayList<>();
    try (RoomRoot root = RoomRoot.create()) {
      for (SubjectName name : List.of(SubjectName.COLD, SubjectName.PROCESS_BUILDER)) {
        try (Subject subject = Subjects.open(name, root, 1)) {
          // Create shared threads and descriptors before counting.
          subject.startToExit();
          subject.startToExit();
          figures.addAll(count(name, subject, programs));
        }
      }
    }
    new Answer(List.of(), figures).write(args[0]);
  }

  private static List<Figure> count(SubjectName name, Subject subject, int programs)
      throws IOException, InterruptedException {
    List<Process> live = new ArrayList<>();
    int threads = threads();
    long descriptors = ProcessFiles.self().descriptors();
    try {
      for (int i = 0; i < programs; i++) {
        live.add(subject.startPausing("live"));
      }
      return List.of(
          new Figure(
              name.kind() + ".threads",
              name.label() + ": Java threads per live program",
              (double) (threads() - threads) / programs,
              ""),
          new Figure(
              name.kind() + ".descriptors",
              name.label() + ": the JVM's descriptors per live program",
              (double) (ProcessFiles.self().descriptors() - descriptors) / programs,
              ""));
    } finally {
      live.forEach(Process::destroyForcibly);
      for (Process process : live) {
        process.waitFor();
      }
    }
  }

  private static int threads() throws IOException {
    return Integer.parseInt(ProcessFiles.self().status("Threads"));
  }
}
