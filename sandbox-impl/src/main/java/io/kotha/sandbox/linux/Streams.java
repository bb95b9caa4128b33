package io.kotha.sandbox.linux;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.linux.zygote.EventLoop;
import io.kotha.sandbox.linux.zygote.Native;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The JVM's ends of a program's pipes as the streams that {@link Process} has. */
final class Streams {

  private Streams() {}

  /** The program's stdin; closed already where that is no pipe. */
  static OutputStream output(Native kernel, Wiring wiring, Command command) throws IOException {
    int fd = wiring.ours(0);
    if (fd < 0) {
      OutputStream none = OutputStream.nullOutputStream();
      none.close();
      return none;
    }
    if (command.terminal() != null) {
      return new BufferedOutputStream(new TerminalOutput(kernel, new AtomicInteger(fd)));
    }
    try {
      return new BufferedOutputStream(new FileOutputStream("/proc/self/fd/" + fd));
    } finally {
      kernel.close(wiring.take(0));
    }
  }

  /**
   * Output 1 or 2 of the program; at its end already where that is no pipe.
   *
   * @param events tells of what there is to read
   * @param budget bytes that all outputs may still write
   * @param exceeded called once there is none left
   */
  static InputStream input(
      Native kernel,
      EventLoop events,
      Wiring wiring,
      int number,
      AtomicLong budget,
      Runnable exceeded)
      throws IOException {
    int fd = wiring.ours(number);
    if (fd < 0) {
      return InputStream.nullInputStream();
    }
    if (wiring.ours(0) == fd) {
      return new TerminalInput(kernel, fd);
    }
    kernel.setNonBlocking(fd); // our end alone: the program's is another open file
    PipeInput in = new PipeInput(kernel, events, wiring.take(number), budget, exceeded);
    return new BufferedInputStream(in);
  }
}
