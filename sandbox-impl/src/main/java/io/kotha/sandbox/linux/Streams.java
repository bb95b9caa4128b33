package io.kotha.sandbox.linux;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.linux.zygote.Native;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileInputStream;
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
    FileOutputStream out = new FileOutputStream("/proc/self/fd/" + fd);
    kernel.close(fd);
    return new BufferedOutputStream(out);
  }

  /**
   * Output 1 or 2 of the program; at its end already where that is no pipe.
   *
   * @param budget bytes that all outputs may still write
   * @param exceeded called once there is none left
   */
  static InputStream input(
      Native kernel, Wiring wiring, int number, AtomicLong budget, Runnable exceeded)
      throws IOException {
    int fd = wiring.ours(number);
    if (fd < 0) {
      return InputStream.nullInputStream();
    }
    if (wiring.ours(0) == fd) {
      return new TerminalInput(kernel, fd);
    }
    FileInputStream in = new FileInputStream("/proc/self/fd/" + fd);
    kernel.close(fd);
    return new BufferedInputStream(new PipeInput(in, budget, exceeded));
  }
}
