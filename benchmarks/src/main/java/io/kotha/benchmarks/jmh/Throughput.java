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
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The number of programs that start and end per second, with as many callers as JMH has threads. It
 * includes the work that a start defers: teardown of rooms and refilling of the pool.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
public class Throughput {

  /** The kind of a {@link SubjectName} that starts the programs. */
  @Param({"processBuilder", "coldRoom", "coldRoomSharingNetwork", "pooledRoom"})
  public String subject;

  private RoomRoot root;
  private Subject opened;

  @Setup
  public void open(BenchmarkParams params) throws IOException {
    root = RoomRoot.create();
    opened = Subjects.open(new SubjectName(subject), root, params.getThreads());
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
