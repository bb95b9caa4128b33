package io.kotha.sandbox.linux.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** A report of the zygote: {@code struct kt_report}. */
public sealed interface Report {

  /** Returns the id of the room; 0 for none. */
  long room();

  /** The zygote has started. */
  record Hello(long room, int pid) implements Report {}

  /** The payload is fully confined and waits for its command. */
  record Parked(long room) implements Report {}

  /** The program has been executed. */
  record Started(long room, int pid) implements Report {}

  /** A step failed. No process of the room is left. */
  record Failed(long room, int step, int item, int errno) implements Report {}

  /**
   * Every process of the room is dead.
   *
   * @param flags {@code enum kt_report_flags}
   * @param cause why the room ended
   * @param code {@code si_code} of {@code waitid(2)}: 1 exited, 2 killed, 3 dumped
   * @param status exit status or signal
   * @param wallNanos from {@code execve} to the end of the program
   * @param counters in the plan's order; absent if this kernel lacks it
   * @param syscall number of the fatal system call
   * @param call arguments of the fatal system call
   * @param minorFaults of the program itself
   * @param majorFaults of every process that init reaped, as the context switches
   * @param moments time of each {@link Moment}, nanoseconds of CLOCK_MONOTONIC; 0: never
   */
  record Exited(
      long room,
      int flags,
      Cause cause,
      int code,
      int status,
      long wallNanos,
      List<OptionalLong> counters,
      int syscall,
      List<Long> call,
      long minorFaults,
      long majorFaults,
      long voluntarySwitches,
      long involuntarySwitches,
      List<Long> moments)
      implements Report {

    public Exited {
      counters = List.copyOf(counters);
      call = List.copyOf(call);
      moments = List.copyOf(moments);
    }

    /** Returns whether the payload died before it called {@code execve}. */
    public boolean neverRan() {
      return (flags & Wire.NEVER_RAN) != 0;
    }

    /** Returns whether init died first, so that the exit status is unknown. */
    public boolean withoutStatus() {
      return (flags & Wire.NO_STATUS) != 0;
    }
  }

  /** The cause of a room's end: {@code enum kt_cause}. */
  enum Cause {
    /** The program exited or was killed from inside the room. */
    BY_ITSELF(0),
    /** The wall time limit expired. */
    BY_WALL(1),
    /** The CPU time limit expired. */
    BY_CPU(2),
    /** The JVM killed it. */
    BY_REQUEST(3),
    /** A system call was refused whose refusal is fatal. */
    BY_SYSCALL(4),
    /** The idle time limit expired. */
    BY_IDLE(5),
    /** The kernel killed a process for want of memory. */
    BY_OOM(6);

    private final int number;

    Cause(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    private static Cause of(int number) {
      for (Cause cause : values()) {
        if (cause.number == number) {
          return cause;
        }
      }
      throw new IllegalArgumentException("no such cause: " + number);
    }
  }

  /**
   * Decodes one message.
   *
   * @throws IllegalArgumentException if it is not one of this version
   */
  static Report decode(byte[] message, int length) {
    ByteBuffer b = ByteBuffer.wrap(Arrays.copyOf(message, length)).order(ByteOrder.nativeOrder());
    if (length != Layout.Report.SIZEOF
        || b.getInt(Layout.Report.MAGIC) != Wire.MAGIC
        || b.getInt(Layout.Report.VERSION) != Wire.VERSION) {
      throw new IllegalArgumentException("not a report of this version: " + length + " bytes");
    }
    long room = b.getLong(Layout.Report.ROOM);
    int kind = b.getInt(Layout.Report.KIND);
    return switch (kind) {
      case Wire.HELLO -> new Hello(room, b.getInt(Layout.Report.PID));
      case Wire.STARTED -> new Started(room, b.getInt(Layout.Report.PID));
      case Wire.FAILED ->
          new Failed(
              room,
              b.getInt(Layout.Report.STEP),
              b.getInt(Layout.Report.ITEM),
              b.getInt(Layout.Report.ERR));
      case Wire.EXITED -> exited(room, b);
      case Wire.PARKED -> new Parked(room);
      default -> throw new IllegalArgumentException("no such report: " + kind);
    };
  }

  private static Exited exited(long room, ByteBuffer b) {
    List<OptionalLong> counters = new ArrayList<>();
    for (int i = 0; i < Wire.MAX_COUNTERS; i++) {
      boolean available = (b.getInt(Layout.Report.COUNTERS) >> i & 1) != 0;
      long value = b.getLong(Layout.Report.COUNTER + Long.BYTES * i);
      counters.add(available ? OptionalLong.of(value) : OptionalLong.empty());
    }
    return new Exited(
        room,
        b.getInt(Layout.Report.FLAGS),
        Cause.of(b.getInt(Layout.Report.CAUSE)),
        b.getInt(Layout.Report.CODE),
        b.getInt(Layout.Report.STATUS),
        b.getLong(Layout.Report.WALL_NS),
        counters,
        b.getInt(Layout.Report.SYSCALL),
        longs(b, Layout.Report.ARGS, Wire.CALL_ARGUMENTS),
        b.getLong(Layout.Report.MINOR_FAULTS),
        b.getLong(Layout.Report.MAJOR_FAULTS),
        b.getLong(Layout.Report.VOLUNTARY),
        b.getLong(Layout.Report.INVOLUNTARY),
        longs(b, Layout.Report.MOMENTS, Wire.MAX_MOMENTS));
  }

  private static List<Long> longs(ByteBuffer b, int at, int count) {
    List<Long> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(b.getLong(at + Long.BYTES * i));
    }
    return values;
  }
}
