package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.subject.FullRoom;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.SubjectName;
import io.kotha.benchmarks.subject.TinyProgram;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How far programs get beyond a limit on their time: {@code FILE RUNS}. */
public final class OvershootProbe {

  /** A limit on processor time, and a program that uses it. */
  public static final SubjectName CPU = new SubjectName("overshoot.cpu");

  /** A limit on wall time, and a program that sleeps. */
  public static final SubjectName WALL = new SubjectName("overshoot.wall");

  private static final Duration LIMIT = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private OvershootProbe() {}

  /** See the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = Integer.parseInt(args[1]);
    try (RoomRoot root = RoomRoot.create()) {
      Sandbox room = FullRoom.in(root);
      Sandbox cpu = room.cpuTime(LIMIT).wallTime(PATIENCE);
      Sandbox wall = room.wallTime(LIMIT);
      new Answer(
              List.of(
                  new Answer.Timed(CPU, measure(cpu, TinyProgram.SPIN, runs)),
                  new Answer.Timed(WALL, measure(wall, TinyProgram.PAUSE, runs))),
              List.of())
          .write(args[0]);
    }
  }

  private static Distribution measure(Sandbox limited, TinyProgram program, int runs)
      throws IOException, InterruptedException {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      SandboxResult result = limited.run(FullRoom.command(program));
      if (!(result.verdict() instanceof Verdict.TimeExceeded exceeded)) {
        throw new IllegalStateException(program + " ended with " + result.verdict());
      }
      nanos.add(exceeded.used().minus(exceeded.limit()).toNanos());
    }
    return Distribution.ofNanos(nanos);
  }
}
