package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.linux.sys.MessageCalls;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.wire.CommandEncoder;
import io.kotha.sandbox.linux.wire.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * The socket over which one payload receives its command. Closing it ends a payload that still
 * waits. Thread-safe.
 */
public final class RoomSocket implements AutoCloseable {

  private static final int NONE = -1;

  private final Native kernel;
  private final MessageCalls messages;
  private int jvmEnd;
  private int payloadEnd;

  private RoomSocket(Native kernel, int jvmEnd, int payloadEnd) {
    this.kernel = kernel;
    this.messages = new MessageCalls(kernel);
    this.jvmEnd = jvmEnd;
    this.payloadEnd = payloadEnd;
  }

  /** Creates a socket and holds both ends. */
  public static RoomSocket open(Native kernel) throws NativeException {
    int[] pair = kernel.socketPair();
    return new RoomSocket(kernel, pair[0], pair[1]);
  }

  /**
   * Sends a command. One that is too large for a message is sent as a sealed memory file.
   *
   * @param fds the descriptors of the command; the caller keeps ownership
   * @param fileIndex the index among the descriptors at which that file is inserted
   */
  public synchronized void send(byte[] command, List<Integer> fds, int fileIndex)
      throws NativeException {
    if (command.length <= Wire.MAX_MESSAGE) {
      messages.send(jvmEnd, command, fds);
      return;
    }
    int file = kernel.sealedMemory("kotha-command", command);
    try {
      List<Integer> all = new ArrayList<>(fds);
      all.add(fileIndex, file);
      messages.send(jvmEnd, CommandEncoder.inFile(command.length), all);
    } finally {
      kernel.close(file);
    }
  }

  synchronized int payloadEnd() {
    return payloadEnd;
  }

  /** Closes the JVM's copy of the payload's end. */
  synchronized void closePayloadEnd() {
    kernel.close(payloadEnd);
    payloadEnd = NONE;
  }

  @Override
  public synchronized void close() {
    closePayloadEnd();
    kernel.close(jvmEnd);
    jvmEnd = NONE;
  }
}
