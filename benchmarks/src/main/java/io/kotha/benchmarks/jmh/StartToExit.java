package io.kotha.benchmarks.jmh;

import io.kotha.benchmarks.lineup.Subjects;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time from the call that starts an empty program until the caller knows its end.
 *
 * <p>Cold: nothing of the room exists before the call. Pooled: the pool is full before each call,
 * and the used room is replaced before the next one. The gap is idle time before each start: a
 * tight loop hides the cost of moving a process between cgroups.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
public class StartToExit {

  /** The kind of a {@link SubjectName} that starts the program. */
  @Param({"processBuilder", "coldRoom", "coldRoomSharingNetwork", "pooledRoom"})
  public String subject;

  /** Idle milliseconds before each start. */
  @Param({"0", "10"})
  public int gapMillis;

  private RoomRoot root;
  private Subject opened;

  @Setup
  public void open() throws IOException {
    root = RoomRoot.create();
    opened = Subjects.open(new SubjectName(subject), root, 1);
  }

  @Setup(Level.Invocation)
  public void idle() throws InterruptedException {
    opened.prepare();
    if (gapMillis > 0) {
      Thread.sleep(gapMillis);
    }
  }

  @Benchmark
  public void startToExit() throws IOException, InterruptedException {
    opened.startToExit();
  }

  @TearDown
  public void close() throws IOException {
    opened.close();
    root.close();
  }
}
