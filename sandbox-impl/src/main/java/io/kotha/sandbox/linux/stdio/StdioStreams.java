package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the JVM's ends of a program's descriptors as the streams of a {@link Process}. */
public final class StdioStreams {

  private final Native kernel;
  private final EventLoop events;
  private final StdioWiring wiring;
  private final AtomicLong budget;
  private final Runnable exceeded;
  private final Consumer<ProgramStream> opened;
  private @Nullable StreamDescriptor terminal;

  /**
   * @param events watches the descriptors of the outputs
   * @param wiring the JVM's ends, which it hands over
   * @param budget bytes that all outputs may still write
   * @param exceeded runs when the program writes more than the budget
   * @param opened owns each descriptor from then on, and ends it with the room
   */
  public StdioStreams(
      Native kernel,
      EventLoop events,
      StdioWiring wiring,
      AtomicLong budget,
      Runnable exceeded,
      Consumer<ProgramStream> opened) {
    this.kernel = kernel;
    this.events = events;
    this.wiring = wiring;
    this.budget = budget;
    this.exceeded = exceeded;
    this.opened = opened;
  }

  /**
   * Returns a stream to the program's stdin, or a closed stream if stdin is not a pipe. Call it
   * before {@link #output}: both directions of a terminal share one descriptor.
   */
  public OutputStream stdin(Command command) throws IOException {
    int fd = wiring.jvmEnd(0);
    if (fd < 0) {
      OutputStream none = OutputStream.nullOutputStream();
      none.close();
      return none;
    }
    StreamDescriptor input;
    if (command.terminal() == null) {
      input = opened(0, StreamDescriptor.ofStdin(kernel, events, fd));
    } else {
      input = opened(0, StreamDescriptor.ofTerminal(kernel, events, fd));
      terminal = input;
    }
    return new BufferedOutputStream(new ProgramInput(input));
  }

  /**
   * Returns a stream of output 1 or 2 of the program, or an empty stream if that is not a pipe. The
   * output of a terminal is output 1.
   */
  public InputStream output(int number) throws IOException {
    StreamDescriptor shared = terminal;
    if (shared != null) {
      return number == 1 ? new TerminalInput(shared) : InputStream.nullInputStream();
    }
    int fd = wiring.jvmEnd(number);
    if (fd < 0) {
      return InputStream.nullInputStream();
    }
    StreamDescriptor pipe = opened(number, StreamDescriptor.ofPipe(kernel, events, fd));
    return new BufferedInputStream(new PipeInput(pipe, budget, exceeded));
  }

  /** Returns the window of the program's terminal. Call it after {@link #stdin}. */
  public TerminalWindow window() {
    return terminal == null ? TerminalWindow.NONE : new TerminalWindow(terminal);
  }

  /** Makes the room the owner of a descriptor. */
  private StreamDescriptor opened(int number, StreamDescriptor descriptor) {
    opened.accept(descriptor);
    wiring.handOver(number); // not earlier: the heap may be full
    return descriptor;
  }
}
