package io.kotha.examples.ship;

import io.kotha.examples.ship.store.LogEntry;
import io.kotha.examples.ship.store.LogWriter;
import io.kotha.examples.ship.terminal.Daemon;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxProcess;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Threads that copy a program's output to the log of its container. */
final class LogPump {

  private final LogWriter log;
  private final List<Thread> threads = new ArrayList<>();

  private LogPump(LogWriter log) {
    this.log = log;
  }

  /** Starts to copy. */
  static LogPump between(SandboxProcess process, Command command, LogWriter log) {
    LogPump pump = new LogPump(log);
    pump.copy(LogEntry.Source.STDOUT, process.getInputStream());
    if (command.terminal() == null) {
      pump.copy(LogEntry.Source.STDERR, process.getErrorStream());
    }
    return pump;
  }

  private void copy(LogEntry.Source source, InputStream from) {
    threads.add(Daemon.start("ship-log", () -> log.drain(source, from)));
  }

  /** Waits until everything was copied. */
  void finish() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
