package io.kotha.benchmarks.soak;

import io.kotha.benchmarks.lineup.Subjects;
import io.kotha.benchmarks.proc.Groups;
import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Concurrent callers that start programs in windows, with a sample of held resources after each.
 */
final class Load implements AutoCloseable {

  static final int CALLERS = 8;

  private static final int WINDOWS = 50;
  private static final int SETTLE_MILLIS = 50;
  private static final int MAX_SETTLES = 40;

  private final RoomRoot root;
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

  Load(RoomRoot root) {
    this.root = root;
  }

  Phase run(SubjectName name, int runs) throws IOException, InterruptedException {
    int each = Math.max(CALLERS, runs / WINDOWS);
    List<Window> windows = new ArrayList<>();
    try (Subject subject = Subjects.open(name, root, CALLERS)) {
      window(subject, each); // warm-up: creates classes, threads and cgroups
      List<Path> groups = Groups.ofThisJvm();
      for (long done = 0; done < runs; done += each) {
        Distribution latency = window(subject, each);
        windows.add(new Window(done + each, latency, settled(subject, groups)));
        System.err.printf("%s: %d of %d%n", name.label(), done + each, runs);
      }
    }
    return new Phase(name, windows);
  }

  private Distribution window(Subject subject, int runs) throws IOException, InterruptedException {
    List<Future<List<Long>>> parts = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      int own = runs / CALLERS + (caller < runs % CALLERS ? 1 : 0);
      parts.add(callers.submit(() -> start(subject, own)));
    }
    List<Long> nanos = new ArrayList<>();
    for (Future<List<Long>> part : parts) {
      try {
        nanos.addAll(part.get());
      } catch (ExecutionException e) {
        throw new IOException("a caller's run failed: " + e.getCause(), e);
      }
    }
    return Distribution.ofNanos(nanos);
  }

  private static List<Long> start(Subject subject, int runs)
      throws IOException, InterruptedException {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      subject.startToExit();
      nanos.add(System.nanoTime() - start);
    }
    return nanos;
  }

  /** Takes a sample after the deferred teardown of rooms: when two successive samples are equal. */
  private static Sample settled(Subject subject, List<Path> groups)
      throws IOException, InterruptedException {
    subject.prepare();
    Sample before = Sample.take(groups);
    for (int i = 0; i < MAX_SETTLES; i++) {
      Thread.sleep(SETTLE_MILLIS);
      Sample now = Sample.take(groups);
      if (Stream.of(before, now).map(Load::fleeting).distinct().count() == 1) {
        return now;
      }
      before = now;
    }
    return before;
  }

  private static List<Long> fleeting(Sample sample) {
    return List.of(sample.groups(), sample.processes(), sample.zygoteDescriptors());
  }

  @Override
  public void close() {
    callers.shutdownNow();
  }
}
