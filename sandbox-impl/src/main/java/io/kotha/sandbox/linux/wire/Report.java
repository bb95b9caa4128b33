package io.kotha.sandbox.linux.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** What the zygote reports: {@code struct kt_report}. */
public sealed interface Report {

  /** Which room it is about. */
  long room();

  /** The zygote lives. */
  record Hello(long room, int pid) implements Report {}

  /** Every wall is up, and the payload waits for its command. */
  record Parked(long room) implements Report {}

  /** The program has been executed. */
  record Started(long room, int pid) implements Report {}

  /** A step failed; nothing of the room is left. */
  record Failed(long room, int step, int item, int errno) implements Report {}

  /**
   * Every process of the room is dead.
   *
   * @param cause what the zygote did about it
   * @param code as {@code waitid(2)} gives it: 1 exited, 2 killed, 3 dumped
   * @param status exit status or signal
   * @param counters in the plan's order; absent where this kernel has it not
   * @param call the fatal system call: number and arguments
   * @param minorFaults of the program itself
   * @param moments when each {@code kt_moment} was, nanoseconds of the monotonic clock; 0: never
   * @param majorFaults of every process that was waited for, as the context switches
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

    /** It ended before it called {@code execve}. */
    public boolean neverRan() {
      return (flags & 1) != 0;
    }

    /** Init died first: the status is unknown. */
    public boolean withoutStatus() {
      return (flags & 2) != 0;
    }
  }

  /** Why a room was killed. */
  enum Cause {
    BY_ITSELF,
    BY_WALL,
    BY_CPU,
    BY_REQUEST,
    BY_SYSCALL,
    BY_IDLE,
    BY_OOM
  }

  /**
   * Decodes one message.
   *
   * @throws IllegalArgumentException if it is not one of this version
   */
  static Report decode(byte[] message, int length) {
    ByteBuffer b = ByteBuffer.wrap(Arrays.copyOf(message, length)).order(ByteOrder.nativeOrder());
    if (length != Wire.REPORT_SIZE || b.getInt(0) != Wire.MAGIC || b.getInt(4) != Wire.VERSION) {
      throw new IllegalArgumentException("not a report of this version: " + length + " bytes");
    }
    long room = b.getLong(16);
    return switch (b.getInt(8)) {
      case 1 -> new Hello(room, b.getInt(36));
      case 2 -> new Started(room, b.getInt(36));
      case 3 -> new Failed(room, b.getInt(24), b.getInt(28), b.getInt(32));
      case 4 -> exited(room, b);
      case 5 -> new Parked(room);
      default -> throw new IllegalArgumentException("no such report: " + b.getInt(8));
    };
  }

  private static Exited exited(long room, ByteBuffer b) {
    List<OptionalLong> counters = new ArrayList<>();
    for (int i = 0; i < Wire.MAX_COUNTERS; i++) {
      boolean there = (b.getInt(52) >> i & 1) != 0;
      counters.add(there ? OptionalLong.of(b.getLong(64 + 8 * i)) : OptionalLong.empty());
    }
    List<Long> call = longs(b, 264, 6);
    int cause = b.getInt(40);
    if (cause < 0 || cause >= Cause.values().length) {
      throw new IllegalArgumentException("no such cause: " + cause);
    }
    return new Exited(
        room,
        b.getInt(12),
        Cause.values()[cause],
        b.getInt(44),
        b.getInt(48),
        b.getLong(56),
        counters,
        b.getInt(256),
        call,
        b.getLong(312),
        b.getLong(320),
        b.getLong(328),
        b.getLong(336),
        longs(b, 344, Wire.MAX_MOMENTS));
  }

  private static List<Long> longs(ByteBuffer b, int at, int count) {
    List<Long> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(b.getLong(at + 8 * i));
    }
    return values;
  }
}
