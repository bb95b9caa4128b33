package io.kotha.examples.ship.supervisor;

import io.kotha.examples.ship.report.Endings;
import io.kotha.examples.ship.report.RunReport;
import io.kotha.examples.ship.terminal.Daemon;
import io.kotha.examples.ship.terminal.LocalTerminal;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Relays the streams of a program that joined a container. If the client goes, the program is
 * killed: nobody could end it otherwise.
 */
final class ExecRelay {

  /** The byte that a terminal treats as the end of input (Ctrl-D). */
  private static final byte[] END_OF_FILE_KEY = {4};

  private final Connection connection;
  private final SandboxProcess process;
  private final Request.Program program;

  /**
   * Input that the program has not taken. The client sends no more than a few frames ahead, so that
   * the reader of the connection never waits and sees at once that the client has gone.
   */
  private final BlockingQueue<Frame> input = new LinkedBlockingQueue<>();

  ExecRelay(Connection connection, SandboxProcess process, Request.Program program) {
    this.connection = connection;
    this.process = process;
    this.program = program;
  }

  void run() throws IOException, InterruptedException {
    List<Thread> outputs = new ArrayList<>();
    outputs.add(output(Frame.Type.OUTPUT, process.getInputStream()));
    if (program.columns() == 0) {
      outputs.add(output(Frame.Type.ERROR, process.getErrorStream()));
    }
    if (program.input()) {
      var unused = Daemon.start("ship-input", this::feed);
    }
    var unused = Daemon.start("ship-client", this::watchClient);
    Verdict verdict = verdict();
    for (Thread thread : outputs) {
      thread.join();
    }
    String report = RunReport.ended(verdict, process.usage(), process.isolation()).toJson();
    String message = Endings.sentence(verdict).orElse(null);
    connection.send(Frame.Type.REPLY, new Reply(verdict.exitValue(), message, report));
  }

  private Verdict verdict() throws InterruptedException {
    try {
      return process.onVerdict().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a verdict is never exceptional", e);
    }
  }

  private Thread output(Frame.Type type, InputStream from) {
    return Daemon.start(
        "ship-output",
        () -> {
          try {
            connection.sendAll(type, from);
          } catch (IOException e) {
            process.close(); // the client has gone, or the program's output is closed
          }
        });
  }

  private void watchClient() {
    try {
      Optional<Frame> frame = connection.receive();
      while (frame.isPresent()) {
        take(frame.get());
        frame = connection.receive();
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      process.close();
      return;
    }
    process.close();
  }

  private void take(Frame frame) throws IOException {
    if (frame.type() == Frame.Type.RESIZE) {
      LocalTerminal.Size size = frame.json(LocalTerminal.Size.class);
      process.resizeTerminal(size.columns(), size.rows());
      return;
    }
    input.add(frame);
    if (input.size() > Connection.UNTAKEN + 1) {
      throw new IOException("the client sends more than it may");
    }
  }

  private void feed() {
    try (OutputStream to = process.getOutputStream()) {
      Frame frame = input.take();
      while (frame.type() == Frame.Type.INPUT) {
        to.write(frame.bytes());
        to.flush();
        connection.send(Frame.Type.TAKEN);
        frame = input.take();
      }
      if (program.columns() > 0) {
        to.write(END_OF_FILE_KEY);
        to.flush();
        input.take(); // a terminal that is closed would hang up the program
      }
    } catch (IOException e) {
      return; // the program reads no more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
