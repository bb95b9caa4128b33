package io.kotha.examples.ship;

import io.kotha.examples.ship.store.Log;
import io.kotha.examples.ship.store.LogEntry;
import io.kotha.examples.ship.terminal.Daemon;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxProcess;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Copies a program's output to the log of its container, on threads of its own. */
final class LogPump {

  private final Log log;
  private final List<Thread> threads = new ArrayList<>();

  private LogPump(Log log) {
    this.log = log;
  }

  /** Starts to copy. */
  static LogPump between(SandboxProcess process, Command command, Log log) {
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

  /** Waits until everything was copied, and closes the log. */
  void finish() {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.close();
  }
}
