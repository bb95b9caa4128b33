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

/** Measures the time that programs use beyond their time limit: {@code FILE RUNS}. */
public final class OvershootProbe {

  /** The subject with a CPU time limit and a program that spins. */
  public static final SubjectName CPU = new SubjectName("overshoot.cpu");

  /** The subject with a wall time limit and a program that sleeps. */
  public static final SubjectName WALL = new SubjectName("overshoot.wall");

  private static final Duration LIMIT = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private OvershootProbe() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = Integer.parseInt(args[1]);
    try (RoomRoot root = RoomRoot.create()) {
      Sandbox room = FullRoom.in(root);
      Sandbox cpu = room.cpuTime(LIMIT).wallTime(TIMEOUT);
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
