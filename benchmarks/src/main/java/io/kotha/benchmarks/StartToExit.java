package io.kotha.benchmarks;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Stdio;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
 * From the call that starts a program that does nothing to the moment its end is known: the JDK's
 * {@code ProcessBuilder}, a cold full room, a cold room that shares the network, and a full room
 * out of a pool.
 *
 * <p>A full room: seven namespaces, pivot_root, its own /proc, /dev and /tmp, a cgroup with memory,
 * pids and cpu limits, the standard seccomp policy, no capability. Cold: nothing of it exists
 * before the call. Pooled: the pool is full before each call, and the command made after that; the
 * room that was taken is replaced before the next. The gap is idle time before each start: a tight
 * loop hides what moving a process between cgroups costs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
public class StartToExit {

  /** Idle milliseconds before each start. */
  @Param({"0", "10"})
  public int gapMillis;

  private Path directory;
  private String program;
  private Sandbox full;
  private Sandbox sharedNetwork;

  @Setup
  public void prepare() throws IOException {
    directory = Files.createTempDirectory("kotha-bench-");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String mountPoint : new String[] {"proc", "dev", "tmp", "bin"}) {
      Files.createDirectory(directory.resolve(mountPoint));
    }
    program = NoOpProgram.write(directory.resolve("bin/noop")).toString();
    full = Sandbox.rootfs(directory).memory(MemorySize.MB(64)).pids(32).cpus(1.0);
    sharedNetwork = full.share(Namespace.NET);
  }

  private static Command command() {
    return Command.of("/bin/noop").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
  }

  @TearDown
  public void cleanUp() throws IOException {
    for (String name : new String[] {"bin/noop", "proc", "dev", "tmp", "bin", ""}) {
      Files.delete(directory.resolve(name));
    }
  }

  /** For the one benchmark that has a pool: the others are to be alone. */
  @State(Scope.Benchmark)
  public static class Full {

    private SandboxPool pool;

    @Setup
    public void open(StartToExit rooms) throws IOException {
      pool = rooms.full.pool(4);
    }

    @Setup(Level.Invocation)
    public void fill() throws InterruptedException {
      while (pool.ready() < pool.size()) {
        Thread.sleep(1);
      }
    }

    @TearDown
    public void close() {
      pool.close();
    }
  }

  @Setup(Level.Invocation)
  public void idle() throws InterruptedException {
    if (gapMillis > 0) {
      Thread.sleep(gapMillis);
    }
  }

  @Benchmark
  public int processBuilder() throws IOException, InterruptedException {
    return new ProcessBuilder(program)
        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Benchmark
  public int coldRoom() throws IOException, InterruptedException {
    return end(full.start(command()));
  }

  @Benchmark
  public int coldRoomSharingNetwork() throws IOException, InterruptedException {
    return end(sharedNetwork.start(command()));
  }

  @Benchmark
  public int pooledRoom(Full full) throws IOException, InterruptedException {
    return end(full.pool.start(command()));
  }

  private static int end(SandboxProcess process) throws InterruptedException {
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException("the program did not run: " + process.verdict());
    }
    return status;
  }
}
