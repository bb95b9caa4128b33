package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.proc.ProcessFiles;
import io.kotha.benchmarks.result.Course;
import io.kotha.benchmarks.subject.FullRoom;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.TinyProgram;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.limits.CpuList;
import io.kotha.sandbox.limits.CpuSet;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures exchanges per second between two programs that two pipes connect, in rooms and without:
 * {@code FILE ROUNDS COURSE}. The program itself takes the times, so that the JVM does not affect
 * them.
 */
public final class PingPongProbe {

  private static final double EXCHANGES = 50_000; // as in TinyProgram.PING
  private static final int TIMES = 32; // bytes: two times, each of seconds and nanoseconds

  private final RoomRoot root;
  private final Sandbox room;
  private final List<String> pin;

  private PingPongProbe(RoomRoot root, Sandbox room, List<String> pin) {
    this.root = root;
    this.room = room;
    this.pin = pin;
  }

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Course course = Course.valueOf(args[2]);
    try (RoomRoot root = RoomRoot.create()) {
      PingPongProbe probe =
          course == Course.PING_PONG_PINNED
              ? pinned(root)
              : new PingPongProbe(root, FullRoom.in(root), List.of());
      Duel duel = new Duel(probe::inRooms, probe::bare);
      Answer.ofPaces(duel.fight(course, Integer.parseInt(args[1]))).write(args[0]);
    }
  }

  private static PingPongProbe pinned(RoomRoot root) throws IOException {
    CpuList allowed = CpuList.parse(ProcessFiles.self().status("Cpus_allowed_list"));
    int last = allowed.numbers().get(allowed.numbers().size() - 1); // interrupts run on the first
    return new PingPongProbe(
        root,
        FullRoom.in(root).cpuset(CpuSet.of(last)),
        List.of("taskset", "-c", Integer.toString(last)));
  }

  private double inRooms() throws IOException, InterruptedException {
    try (SandboxPipe there = Sandbox.pipe();
        SandboxPipe back = Sandbox.pipe();
        SandboxProcess pong =
            room.start(
                Command.of(TinyProgram.PONG.path())
                    .stdin(Stdio.from(there))
                    .stdout(Stdio.to(back))
                    .stderr(Stdio.NULL));
        SandboxProcess ping =
            room.start(
                Command.of(TinyProgram.PING.path())
                    .stdin(Stdio.from(back))
                    .stdout(Stdio.to(there)))) {
      return perSecond(ping, pong);
    }
  }

  /** Measures without rooms: one program has the JDK's pipes, the other opens them in /proc. */
  private double bare() throws IOException, InterruptedException {
    Process pong =
        new ProcessBuilder(pinned(TinyProgram.PONG)).redirectError(Redirect.DISCARD).start();
    try {
      Process ping =
          new ProcessBuilder(pinned(TinyProgram.PING))
              .redirectInput(new File("/proc/" + pong.pid() + "/fd/1"))
              .redirectOutput(Redirect.appendTo(new File("/proc/" + pong.pid() + "/fd/0")))
              .start();
      try {
        // Close the JVM's ends: otherwise neither program gets EOF when the other ends.
        pong.getOutputStream().close();
        pong.getInputStream().close();
        return perSecond(ping, pong);
      } finally {
        ping.destroyForcibly();
      }
    } finally {
      pong.destroyForcibly();
    }
  }

  private List<String> pinned(TinyProgram program) {
    List<String> command = new ArrayList<>(pin);
    command.add(root.onHost(program));
    return command;
  }

  private static double perSecond(Process ping, Process pong)
      throws IOException, InterruptedException {
    byte[] output;
    try (InputStream times = ping.getErrorStream()) {
      output = times.readNBytes(TIMES);
    }
    if (output.length < TIMES || ping.waitFor() != 0 || pong.waitFor() != 0) {
      throw new IOException(
          "ping exited with status " + ping.waitFor() + ", pong with " + pong.waitFor());
    }
    ByteBuffer times = ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN);
    long start = nanos(times);
    return EXCHANGES * TimeUnit.SECONDS.toNanos(1) / (nanos(times) - start);
  }

  private static long nanos(ByteBuffer timespec) {
    return TimeUnit.SECONDS.toNanos(timespec.getLong()) + timespec.getLong();
  }
}
