package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.linux.sys.DaemonThreads;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.sys.SharedFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's own descriptors 0, 1 and 2 while programs use them. A program can change the status
 * flags of their open files and the settings of a terminal, which the shell that started the JVM
 * shares. They are saved before the first program gets a descriptor, and restored when the room of
 * the last one has ended. Thread-safe.
 */
public final class InheritedStdio {

  private static final Logger LOG = LoggerFactory.getLogger(InheritedStdio.class);
  private static final long SHUTDOWN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Native kernel;
  private final List<SharedFile> files;
  private final Set<Loan> loans = new LinkedHashSet<>();
  private final List<Saved> saved = new ArrayList<>();
  private @Nullable Thread hook;

  /** The state of one descriptor before any program got it. */
  private record Saved(SharedFile file, int flags, Optional<TerminalState> terminal) {}

  /** The use of the descriptors by one room. */
  final class Loan implements AutoCloseable {

    private volatile Runnable kill = () -> {};

    /** Sets the action that ends the room. */
    void killedBy(Runnable action) {
      kill = action;
    }

    /** Ends the use, after the room has ended. */
    @Override
    public void close() {
      giveBack(this);
    }
  }

  public InheritedStdio(Native kernel) {
    this.kernel = kernel;
    files = IntStream.range(0, 3).mapToObj(fd -> new SharedFile(kernel, fd)).toList();
  }

  /** Returns one of the descriptors. */
  SharedFile file(int number) {
    return files.get(number);
  }

  /** Begins the use of the descriptors by a room. */
  synchronized Loan lend() {
    if (loans.isEmpty()) {
      files.stream().filter(SharedFile::isInherited).forEach(this::save);
      watchShutdown();
    }
    Loan loan = new Loan();
    loans.add(loan);
    return loan;
  }

  private void save(SharedFile file) {
    try {
      saved.add(new Saved(file, file.flags(), TerminalState.of(kernel, file)));
    } catch (NativeException e) {
      LOG.debug("the flags of descriptor {} cannot be read", file.fd(), e);
    }
  }

  private synchronized void giveBack(Loan loan) {
    if (loans.remove(loan) && loans.isEmpty()) {
      restore();
      ignoreShutdown();
      notifyAll();
    }
  }

  private void restore() {
    for (Saved before : saved) {
      try {
        if (before.file().flags() != before.flags()) {
          before.file().setFlags(before.flags());
        }
      } catch (NativeException e) {
        LOG.debug("the flags of descriptor {} cannot be restored", before.file().fd(), e);
      }
      before.terminal().ifPresent(TerminalState::restore);
    }
    saved.clear();
  }

  // ---- the end of the JVM, by a signal or System.exit ----

  /**
   * Registers a shutdown hook while a program uses a terminal. A hook that stayed would keep the
   * class loader of an undeployed application.
   */
  private void watchShutdown() {
    if (saved.stream().noneMatch(s -> s.terminal().isPresent())) {
      return;
    }
    Thread thread = DaemonThreads.of("kotha-terminal", this::endRooms);
    try {
      Runtime.getRuntime().addShutdownHook(thread);
      hook = thread;
    } catch (IllegalStateException e) {
      LOG.debug("the JVM shuts down already", e);
    }
  }

  private void ignoreShutdown() {
    Thread thread = hook;
    hook = null;
    try {
      if (thread != null) {
        Runtime.getRuntime().removeShutdownHook(thread);
      }
    } catch (IllegalStateException e) {
      LOG.trace("the JVM shuts down already", e);
    }
  }

  /**
   * Kills the rooms that use the terminal and waits for their end, after which no program can
   * change it again. The end of the JVM would kill the rooms as well, but too late to restore it.
   */
  private synchronized void endRooms() {
    List.copyOf(loans).forEach(loan -> loan.kill.run());
    long end = System.nanoTime() + SHUTDOWN_NANOS;
    try {
      for (long left = SHUTDOWN_NANOS;
          left > 0 && !loans.isEmpty();
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    restore();
  }
}
