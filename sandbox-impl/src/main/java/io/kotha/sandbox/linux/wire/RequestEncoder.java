package io.kotha.sandbox.linux.wire;

import io.kotha.sandbox.linux.plan.Plan;
import java.nio.charset.StandardCharsets;

/** The short requests to the zygote: {@code struct kt_request}. */
public final class RequestEncoder {

  private RequestEncoder() {}

  /** A signal to a room's payload. */
  public static byte[] signal(long room, int signal) {
    return bare(Wire.SIGNAL, room, signal);
  }

  /** Death to every process of a room. */
  public static byte[] kill(long room) {
    return bare(Wire.KILL, room, 0);
  }

  /** A directory to remove when the JVM is gone. */
  public static byte[] leave(String path) {
    byte[] text = path.getBytes(StandardCharsets.UTF_8);
    byte[] head = bare(Wire.LEAVE, 0, 0);
    byte[] whole = new byte[head.length + text.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(text, 0, whole, head.length, text.length);
    return whole;
  }

  /** The head alone of a plan that travels in a memory file. */
  public static byte[] createInFile(long room, int planSize) {
    WireBuffer block = new WireBuffer();
    block.reserve(Wire.REQUEST_SIZE);
    head(block, Wire.CREATE, room, 1);
    block.u32(12, planSize);
    return block.toByteArray();
  }

  /** Other limits of time for a room that may run already. */
  public static byte[] update(long room, Plan.Clocks clocks) {
    WireBuffer block = new WireBuffer();
    block.reserve(Wire.UPDATE_SIZE);
    head(block, Wire.UPDATE, room, clocks.warns() ? 1 : 0);
    times(block, Wire.REQUEST_SIZE, clocks);
    return block.toByteArray();
  }

  static void times(WireBuffer block, int at, Plan.Clocks clocks) {
    block
        .u64(at, clocks.wallNanos())
        .u64(at + 8, clocks.cpuNanos())
        .u64(at + 16, clocks.idleNanos())
        .u64(at + 24, clocks.graceNanos());
  }

  private static byte[] bare(int kind, long room, int argument) {
    WireBuffer block = new WireBuffer();
    block.reserve(Wire.REQUEST_SIZE);
    head(block, kind, room, argument);
    return block.toByteArray();
  }

  static void head(WireBuffer block, int kind, long room, int argument) {
    block
        .u32(0, Wire.MAGIC)
        .u32(4, Wire.VERSION)
        .u32(8, kind)
        .u32(12, block.size())
        .u64(16, room)
        .u32(24, argument);
  }
}
