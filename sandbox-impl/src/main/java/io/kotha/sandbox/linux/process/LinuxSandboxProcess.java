package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Terminal;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.room.Room;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.stats.RoomStats;
import io.kotha.sandbox.stats.Usage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a room's program. */
final class LinuxSandboxProcess extends SandboxProcess {

  private static final Logger LOG = LoggerFactory.getLogger(LinuxSandboxProcess.class);
  private static final int SIGTERM = 15;

  private final Room room;
  private final int pid;
  private final ProgramStreams streams;
  private final SandboxProcessHandle handle;
  private final RoomControls controls;
  private final Starter beside;

  /** Starts programs in the same room. */
  interface Starter {
    SandboxProcess start(Command command) throws SandboxException;
  }

  LinuxSandboxProcess(
      Room room, RoomControls controls, Starter beside, int pid, ProgramStreams streams) {
    this.room = room;
    this.controls = controls;
    this.beside = beside;
    this.pid = pid;
    this.streams = streams;
    this.handle = new SandboxProcessHandle(this, pid);
  }

  @Override
  public OutputStream getOutputStream() {
    return streams.stdin();
  }

  @Override
  public InputStream getInputStream() {
    return streams.stdout();
  }

  @Override
  public InputStream getErrorStream() {
    return streams.stderr();
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return room.ended().get().verdict().exitValue();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    if (room.ended().isDone()) {
      return true;
    }
    if (timeout <= 0) {
      return false;
    }
    try {
      room.ended().get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int exitValue() {
    return verdict().exitValue();
  }

  @Override
  public boolean isAlive() {
    return !room.ended().isDone();
  }

  @Override
  public Verdict verdict() {
    return end().verdict();
  }

  @Override
  public Usage usage() {
    return end().usage();
  }

  private Room.End end() {
    if (!room.ended().isDone()) {
      throw new IllegalThreadStateException("process hasn't exited");
    }
    return room.ended().join();
  }

  @Override
  public CompletableFuture<Verdict> onVerdict() {
    // Async: the caller's code must not run on the event thread.
    return room.ended().thenApplyAsync(Room.End::verdict);
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return room.ended().thenApplyAsync(end -> this);
  }

  @Override
  public void destroy() {
    room.signal(SIGTERM);
  }

  @Override
  public Process destroyForcibly() {
    room.kill();
    return this;
  }

  @Override
  public boolean supportsNormalTermination() {
    return true;
  }

  @Override
  public void signal(int number) {
    requireSignal(number);
    room.signal(number);
  }

  static void requireSignal(int number) {
    if (number < 1 || number > 64) {
      throw new IllegalArgumentException("no such signal: " + number + "; 1 to 64 exist");
    }
  }

  @Override
  public void resizeTerminal(int columns, int rows) throws SandboxException {
    Terminal size = new Terminal(columns, rows);
    try {
      streams.window().resize(size);
    } catch (NativeException e) {
      throw new SandboxException("resize of the terminal to " + columns + "x" + rows + ": " + e, e);
    }
  }

  @Override
  public void freeze() throws SandboxException {
    controls.freeze();
  }

  @Override
  public void thaw() throws SandboxException {
    controls.thaw();
  }

  @Override
  public RoomStats stats() {
    return controls.stats();
  }

  @Override
  public Flow.Publisher<RoomStats> samples(Duration interval) {
    return new StatsPublisher(controls::stats, room.ended(), interval);
  }

  @Override
  public void update(Limits limits) throws SandboxException {
    controls.update(limits);
  }

  @Override
  public SandboxProcess exec(Command command) throws SandboxException {
    return beside.start(Objects.requireNonNull(command, "command"));
  }

  @Override
  public List<String> isolation() {
    return room.plan().isolation();
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public ProcessHandle toHandle() {
    return handle;
  }

  @Override
  public ProcessHandle.Info info() {
    return handle.info();
  }

  @Override
  public Stream<ProcessHandle> children() {
    return handle.children();
  }

  @Override
  public Stream<ProcessHandle> descendants() {
    return handle.descendants();
  }

  @Override
  public void close() {
    room.kill();
    closeQuietly(streams.stdin());
    closeQuietly(streams.stdout());
    closeQuietly(streams.stderr());
  }

  private static void closeQuietly(Closeable stream) {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.trace("a stream of a killed room cannot be flushed", e);
    }
  }

  @Override
  public String toString() {
    String state = isAlive() ? "running" : room.ended().join().verdict().toString();
    return "SandboxProcess[pid=" + pid + ", " + state + "]";
  }
}
