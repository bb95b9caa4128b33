package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.result.Course;
import io.kotha.benchmarks.result.Pace;
import io.kotha.benchmarks.subject.FullRoom;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.TinyProgram;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Stdio;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures megabytes per second between the JVM and a program, which read and write 64 KiB at a
 * time: {@code FILE ROUNDS}. The programs run through all rounds and block on the JVM during the
 * other's turn, so that start and teardown are not included.
 */
public final class StreamProbe {

  private static final int PIECE = 1 << 16; // the capacity of a pipe
  private static final long LEAD = 1 << 20; // not measured, until both run at full speed
  private static final long MEASURED = 64L << 20;
  private static final double MEGABYTE = 1e6;

  private StreamProbe() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = Integer.parseInt(args[1]);
    List<Pace> paces = new ArrayList<>();
    try (RoomRoot root = RoomRoot.create()) {
      paces.addAll(out(root, rounds));
      paces.addAll(in(root, rounds));
    }
    Answer.ofPaces(paces).write(args[0]);
  }

  private static List<Pace> out(RoomRoot root, int rounds)
      throws IOException, InterruptedException {
    try (Programs programs = Programs.start(root, TinyProgram.FLOOD)) {
      return new Duel(
              () -> read(programs.room().getInputStream()),
              () -> read(programs.bare().getInputStream()))
          .fight(Course.STDOUT, rounds);
    }
  }

  private static List<Pace> in(RoomRoot root, int rounds) throws IOException, InterruptedException {
    try (Programs programs = Programs.start(root, TinyProgram.DRAIN)) {
      return new Duel(
              () -> write(programs.room().getOutputStream()),
              () -> write(programs.bare().getOutputStream()))
          .fight(Course.STDIN, rounds);
    }
  }

  private static double read(InputStream in) throws IOException {
    read(in, LEAD);
    long start = System.nanoTime();
    return perSecond(read(in, MEASURED), start);
  }

  /** Reads at least this many bytes; returns their number. */
  private static long read(InputStream in, long bytes) throws IOException {
    byte[] piece = new byte[PIECE];
    long all = 0;
    while (all < bytes) {
      int n = in.read(piece);
      if (n < 0) {
        throw new IOException("the writing program has ended");
      }
      all += n;
    }
    return all;
  }

  private static double write(OutputStream out) throws IOException {
    write(out, LEAD);
    long start = System.nanoTime();
    return perSecond(write(out, MEASURED), start);
  }

  private static long write(OutputStream out, long bytes) throws IOException {
    byte[] piece = new byte[PIECE];
    for (long all = 0; all < bytes; all += PIECE) {
      out.write(piece);
    }
    out.flush();
    return bytes;
  }

  private static double perSecond(long bytes, long start) {
    double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    return bytes / MEGABYTE / seconds;
  }

  /** The same program in a room and without, connected to the JVM by pipes. */
  private record Programs(Process room, Process bare) implements AutoCloseable {

    static Programs start(RoomRoot root, TinyProgram program) throws IOException {
      Process room = FullRoom.in(root).start(Command.of(program.path()).stderr(Stdio.NULL));
      try {
        return new Programs(
            room, new ProcessBuilder(root.onHost(program)).redirectError(Redirect.DISCARD).start());
      } catch (IOException e) {
        room.destroyForcibly();
        throw e;
      }
    }

    @Override
    public void close() {
      List.of(room, bare).forEach(Process::destroyForcibly);
      List.of(room, bare).forEach(process -> process.onExit().join());
    }
  }
}
