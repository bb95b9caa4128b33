package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.linux.room.Room;
import io.kotha.sandbox.linux.room.RoomCompletion;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.stdio.StdioStreams;
import io.kotha.sandbox.linux.stdio.StdioWiring;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A start whose caller gets the pipes of the program as streams. */
final class StreamedStart implements RoomPreparation {

  private final Native kernel;
  private final EventLoop events;
  private final Command command;
  private final AtomicLong budget;
  private ProgramStreams streams = ProgramStreams.NONE;

  /**
   * @param limit the maximum of bytes that all outputs may write, if there is one
   */
  StreamedStart(Native kernel, EventLoop events, Command command, @Nullable MemorySize limit) {
    this.kernel = kernel;
    this.events = events;
    this.command = command;
    this.budget = new AtomicLong(limit == null ? Long.MAX_VALUE : limit.bytes());
  }

  @Override
  public void prepare(Room room, StdioWiring wiring, RoomCompletion completion) throws IOException {
    StdioStreams opened =
        new StdioStreams(kernel, events, wiring, budget, room::outputExceeded, completion::add);
    OutputStream stdin = opened.stdin(command); // first: the others may share its descriptor
    streams = new ProgramStreams(stdin, opened.output(1), opened.output(2), opened.window());
  }

  /** Returns the process of the room that runs the command. */
  SandboxProcess process(
      RunningRoom running, RoomControls controls, LinuxSandboxProcess.Starter beside) {
    return new LinuxSandboxProcess(running.room(), controls, beside, running.pid(), streams);
  }
}
