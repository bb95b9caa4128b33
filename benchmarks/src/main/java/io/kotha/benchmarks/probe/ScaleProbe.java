package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.lineup.Subjects;
import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures start to exit in a JVM with a number of parked threads and live rooms: {@code FILE RUNS
 * THREADS ROOMS SUBJECT...}. The subjects are interleaved.
 */
public final class ScaleProbe {

  private static final int WARM_UP = 5; // one warm-up run per five measured runs

  private ScaleProbe() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = Integer.parseInt(args[1]);
    rest(Integer.parseInt(args[2]));
    List<SubjectName> names =
        List.of(args).subList(4, args.length).stream().map(SubjectName::new).toList();
    try (RoomRoot root = RoomRoot.create();
        LiveRooms live = LiveRooms.start(root, Integer.parseInt(args[3]))) {
      Map<SubjectName, Subject> subjects = new LinkedHashMap<>();
      try {
        for (SubjectName name : names) {
          subjects.put(name, Subjects.open(name, root, 1));
        }
        new Answer(measure(subjects, runs), List.of()).write(args[0]);
        live.requireAllAlive();
      } finally {
        for (Subject subject : subjects.values()) {
          subject.close();
        }
      }
    }
    System.exit(0); // the parked threads do not end by themselves
  }

  private static List<Answer.Timed> measure(Map<SubjectName, Subject> subjects, int runs)
      throws IOException, InterruptedException {
    Map<SubjectName, List<Long>> nanos = new LinkedHashMap<>();
    for (int i = -runs / WARM_UP; i < runs; i++) {
      for (Map.Entry<SubjectName, Subject> entry : subjects.entrySet()) {
        entry.getValue().prepare();
        long start = System.nanoTime();
        entry.getValue().startToExit();
        long took = System.nanoTime() - start;
        if (i >= 0) {
          nanos.computeIfAbsent(entry.getKey(), name -> new ArrayList<>()).add(took);
        }
      }
    }
    return nanos.entrySet().stream()
        .map(entry -> new Answer.Timed(entry.getKey(), Distribution.ofNanos(entry.getValue())))
        .toList();
  }

  private static void rest(int threads) {
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(ScaleProbe::rest, "at-rest-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void rest() {
    while (true) {
      LockSupport.park();
    }
  }
}
