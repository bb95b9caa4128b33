package io.kotha.sandbox.linux.wire;

import io.kotha.sandbox.linux.plan.Plan;
import java.nio.charset.StandardCharsets;

/** Encodes the short requests to the zygote: {@code struct kt_request}. */
public final class RequestEncoder {

  private RequestEncoder() {}

  /** Sends a signal to a room's payload. */
  public static byte[] signal(long room, int signal) {
    return bare(Wire.SIGNAL, room, signal);
  }

  /** Kills every process of a room. */
  public static byte[] kill(long room) {
    return bare(Wire.KILL, room, 0);
  }

  /** Removes a directory when the JVM is gone. */
  public static byte[] leave(String path) {
    byte[] text = path.getBytes(StandardCharsets.UTF_8);
    byte[] head = bare(Wire.LEAVE, 0, 0);
    byte[] whole = new byte[head.length + text.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(text, 0, whole, head.length, text.length);
    return whole;
  }

  /** Creates a room from a plan that travels in a memory file. */
  public static byte[] createInFile(long room, int planSize) {
    WireBuffer block = new WireBuffer();
    block.reserve(Layout.Request.SIZEOF);
    head(block, Wire.CREATE, room, 1);
    block.u32(Layout.Request.SIZE, planSize);
    return block.toByteArray();
  }

  /** Sets new time limits, also of a room that runs. */
  public static byte[] update(long room, Plan.Clocks clocks) {
    WireBuffer block = new WireBuffer();
    block.reserve(Layout.Update.SIZEOF);
    head(block, Wire.UPDATE, room, clocks.warns() ? 1 : 0);
    times(block, Layout.Update.TIMES, clocks);
    return block.toByteArray();
  }

  static void times(WireBuffer block, int at, Plan.Clocks clocks) {
    block
        .u64(at + Layout.Times.WALL_NS, clocks.wallNanos())
        .u64(at + Layout.Times.CPU_NS, clocks.cpuNanos())
        .u64(at + Layout.Times.IDLE_NS, clocks.idleNanos())
        .u64(at + Layout.Times.GRACE_NS, clocks.graceNanos());
  }

  private static byte[] bare(int kind, long room, int argument) {
    WireBuffer block = new WireBuffer();
    block.reserve(Layout.Request.SIZEOF);
    head(block, kind, room, argument);
    return block.toByteArray();
  }

  /** Fills in the head of a block that is complete, because the head has its size. */
  static void head(WireBuffer block, int kind, long room, int argument) {
    block
        .u32(Layout.Request.MAGIC, Wire.MAGIC)
        .u32(Layout.Request.VERSION, Wire.VERSION)
        .u32(Layout.Request.KIND, kind)
        .u32(Layout.Request.SIZE, block.size())
        .u64(Layout.Request.ROOM, room)
        .u32(Layout.Request.ARGUMENT, argument);
  }
}
