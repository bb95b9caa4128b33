package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.linux.sys.DaemonThreads;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.sys.PipeCalls;
import io.kotha.sandbox.linux.sys.PipeCalls.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pipe of Kotha's own between a program and a pipe that the JVM inherited. The kernel lets a
 * program open {@code /dev/stdin} or {@code /dev/stdout} by name only if it may open the pipe,
 * which belongs to the user who made it; and Kotha changes no file of the caller. A thread moves
 * the data until the pipe is closed or the room has ended.
 */
final class PipeRelay {

  private static final int CLOSED = -1;
  private static final int POLLIN = 1;
  private static final int POLLOUT = 4;
  private static final int POLLERR = 8;
  private static final int CHUNK = 1 << 16;

  /** One step of moving data. Returns whether another one may follow. */
  private interface Step {
    boolean run() throws NativeException;
  }

  private final Native kernel;
  private final PipeCalls calls;

  /** The descriptors that the thread closes at its end. */
  private final List<Integer> owned = new ArrayList<>();

  private final List<Wait> waits = new ArrayList<>();
  private final AtomicInteger programEnd = new AtomicInteger(CLOSED);
  private final AtomicInteger stop = new AtomicInteger(CLOSED);
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private int stopped;
  private int inherited;
  private int ours;
  private int sink;

  private PipeRelay(Native kernel) {
    this.kernel = kernel;
    this.calls = new PipeCalls(kernel);
  }

  /** Starts to pass the content of an inherited pipe to a program. */
  static PipeRelay input(Native kernel, int inherited) throws NativeException {
    PipeRelay relay = new PipeRelay(kernel);
    try {
      int[] pipe = relay.open(inherited);
      relay.programEnd.set(pipe[0]);
      relay.ours = relay.own(pipe[1]);
      relay.sink = relay.own(kernel.open("/dev/null", 1, 0));
      relay.calls.shrink(relay.ours);
      relay.await(new int[] {relay.inherited, relay.ours, relay.stopped}, POLLIN, 0, POLLIN);
      relay.await(new int[] {relay.ours, relay.stopped}, POLLOUT, POLLIN);
      relay.start(relay::passIn);
      return relay;
    } catch (NativeException e) {
      relay.abandon();
      throw e;
    }
  }

  /** Starts to pass the output of a program to an inherited pipe. */
  static PipeRelay output(Native kernel, int inherited) throws NativeException {
    PipeRelay relay = new PipeRelay(kernel);
    try {
      int[] pipe = relay.open(inherited);
      relay.programEnd.set(pipe[1]);
      relay.ours = relay.own(pipe[0]);
      relay.await(new int[] {relay.ours, relay.inherited, relay.stopped}, POLLIN, 0, POLLIN);
      relay.await(new int[] {relay.inherited}, POLLOUT);
      relay.start(relay::passOut);
      return relay;
    } catch (NativeException e) {
      relay.abandon();
      throw e;
    }
  }

  /** Returns the program's end, which the caller owns from now on. */
  int takeProgramEnd() {
    return programEnd.getAndSet(CLOSED);
  }

  /**
   * Ends the relay, after the room has ended: passes on what the program has written. Another
   * process may hold the pipe open, so its end is not awaited.
   *
   * @return a future that completes when everything was passed on
   */
  CompletableFuture<Void> finish() {
    kernel.close(stop.getAndSet(CLOSED));
    return done;
  }

  private int[] open(int fd) throws NativeException {
    inherited = own(kernel.duplicate(fd)); // the JVM may close its System.in meanwhile
    int[] signal = kernel.pipe();
    stopped = own(signal[0]);
    stop.set(signal[1]);
    return kernel.pipe();
  }

  private int own(int fd) {
    owned.add(fd);
    return fd;
  }

  private void await(int[] fds, int... wanted) {
    waits.add(calls.waitFor(fds, wanted));
  }

  private void start(Step step) {
    DaemonThreads.of("kotha-relay", () -> run(step)).start();
  }

  private void abandon() {
    kernel.close(takeProgramEnd());
    var unused = finish();
    owned.forEach(kernel::close);
  }

  private void run(Step step) {
    try {
      boolean more = true;
      while (more) {
        more = attempt(step);
      }
    } finally {
      owned.forEach(kernel::close);
      done.complete(null);
    }
  }

  private static boolean attempt(Step step) {
    try {
      return step.run();
    } catch (NativeException e) {
      // EPIPE: the other side has closed its pipe, which closing ours reports to the program.
      return e.errno() == Errno.EINTR || e.errno() == Errno.EAGAIN;
    }
  }

  // ---- input ----

  /**
   * Passes one buffer on. The data stays in the inherited pipe until the program has read it, so
   * that a program which reads nothing takes nothing from the JVM or from the next program.
   */
  private boolean passIn() throws NativeException {
    Wait source = waits.get(0);
    source.block();
    if (source.events(1) != 0 || source.events(2) != 0) {
      return false;
    }
    if (source.events(0) == 0) {
      return true; // interrupted
    }
    Wait space = waits.get(1); // the program may have filled its own pipe
    space.block();
    if (space.events(1) != 0) {
      return false;
    }
    int shown = calls.tee(inherited, ours);
    return shown > 0 && awaitRead(shown);
  }

  /** Waits until the program has read the buffer, and takes the same bytes out of the source. */
  private boolean awaitRead(int shown) throws NativeException {
    Wait reader = waits.get(1);
    do {
      reader.block();
    } while (reader.events(0) == 0 && reader.events(1) == 0);
    boolean more = reader.events(0) == POLLOUT && reader.events(1) == 0;
    int unread = more ? 0 : kernel.available(ours); // a pipe of one buffer is empty or full
    int taken = 1;
    for (int left = shown - unread; left > 0 && taken > 0; left -= taken) {
      taken = calls.splice(inherited, sink, left);
    }
    return more;
  }

  // ---- output ----

  private boolean passOut() throws NativeException {
    Wait source = waits.get(0);
    source.block();
    if ((source.events(1) & POLLERR) != 0) {
      return false; // nobody reads the inherited pipe any more
    }
    if (source.events(2) != 0) {
      moveOut(kernel.available(ours));
      return false;
    }
    return source.events(0) == 0 || moveOut(CHUNK);
  }

  /** Moves so many bytes, or all until the program closes its end. Returns false at the end. */
  private boolean moveOut(int count) throws NativeException {
    int moved = 1;
    for (int left = count; left > 0 && moved > 0; left -= moved) {
      waits.get(1).block();
      moved = calls.splice(ours, inherited, left);
    }
    return moved > 0;
  }
}
