package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.lineup.Subjects;
import io.kotha.benchmarks.proc.Groups;
import io.kotha.benchmarks.proc.ProcessFiles;
import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures the time from a program's reported end until no process and no cgroup of its room is
 * left: {@code FILE RUNS SUBJECT...}. The subjects must be cold rooms, because a pool always has
 * rooms. No caller waits for the teardown.
 */
public final class TeardownProbe {

  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private TeardownProbe() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = Integer.parseInt(args[1]);
    List<Answer.Timed> timed = new ArrayList<>();
    try (RoomRoot root = RoomRoot.create()) {
      for (String kind : List.of(args).subList(2, args.length)) {
        SubjectName name = new SubjectName(kind);
        timed.add(new Answer.Timed(name, Distribution.ofNanos(measure(name, root, runs))));
      }
    }
    new Answer(timed, List.of()).write(args[0]);
  }

  private static List<Long> measure(SubjectName name, RoomRoot root, int runs)
      throws IOException, InterruptedException {
    List<Long> nanos = new ArrayList<>();
    try (Subject subject = Subjects.open(name, root, 1)) {
      subject.startToExit();
      List<Path> groups = Groups.ofThisJvm();
      ProcessFiles zygote = ProcessFiles.zygote().orElseThrow();
      awaitNothing(groups, zygote);
      for (int i = 0; i < runs; i++) {
        subject.startToExit();
        long end = System.nanoTime();
        awaitNothing(groups, zygote);
        nanos.add(System.nanoTime() - end);
      }
    }
    return nanos;
  }

  private static void awaitNothing(List<Path> groups, ProcessFiles zygote) throws IOException {
    long deadline = System.nanoTime() + TIMEOUT_NANOS;
    while (!zygote.children().isEmpty() || Groups.rooms(groups) > 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            zygote.children() + " and " + Groups.rooms(groups) + " cgroups are left after 10 s");
      }
    }
  }
}
