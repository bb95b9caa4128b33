package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.wire.CommandEncoder;
import io.kotha.sandbox.linux.wire.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * A room's own socket: over it, and nothing else, the payload hears what it is to become. A payload
 * that still waits ends when this is closed.
 */
public final class RoomSocket implements AutoCloseable {

  private static final int NONE = -1;

  private final Native kernel;
  private int ours;
  private int payloads;

  private RoomSocket(Native kernel, int ours, int payloads) {
    this.kernel = kernel;
    this.ours = ours;
    this.payloads = payloads;
  }

  /** Both ends of a new one. */
  public static RoomSocket open(Native kernel) throws NativeException {
    int[] pair = kernel.socketPair();
    return new RoomSocket(kernel, pair[0], pair[1]);
  }

  /**
   * Sends the command with its descriptors, which stay the caller's.
   *
   * @param inFile where among them the command's own file goes, if it needs one
   */
  public synchronized void send(byte[] command, List<Integer> fds, int inFile)
      throws NativeException {
    if (command.length <= Wire.MAX_MESSAGE) {
      kernel.send(ours, command, fds);
      return;
    }
    int file = kernel.sealedMemory("kotha-command", command);
    try {
      List<Integer> all = new ArrayList<>(fds);
      all.add(inFile, file);
      kernel.send(ours, CommandEncoder.inFile(command.length), all);
    } finally {
      kernel.close(file);
    }
  }

  synchronized int payloadEnd() {
    return payloads;
  }

  /** The payload has its end. */
  synchronized void givePayloadEnd() {
    kernel.close(payloads);
    payloads = NONE;
  }

  @Override
  public synchronized void close() {
    givePayloadEnd();
    kernel.close(ours);
    ours = NONE;
  }
}
