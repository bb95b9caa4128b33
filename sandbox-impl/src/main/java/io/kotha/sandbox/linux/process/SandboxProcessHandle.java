package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.SandboxProcess;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The {@link ProcessHandle} of a room's program. The JDK's implementation would signal a pid that
 * another process may have by then, and would poll to wait for its end.
 */
final class SandboxProcessHandle implements ProcessHandle {

  private final SandboxProcess process;
  private final long pid;

  SandboxProcessHandle(SandboxProcess process, long pid) {
    this.process = process;
    this.pid = pid;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public Optional<ProcessHandle> parent() {
    return live().flatMap(ProcessHandle::parent);
  }

  @Override
  public Stream<ProcessHandle> children() {
    return live().stream().flatMap(ProcessHandle::children);
  }

  @Override
  public Stream<ProcessHandle> descendants() {
    return live().stream().flatMap(ProcessHandle::descendants);
  }

  @Override
  public Info info() {
    return live().map(ProcessHandle::info).orElse(NoInfo.INSTANCE);
  }

  @Override
  public CompletableFuture<ProcessHandle> onExit() {
    return process.onExit().thenApply(p -> this);
  }

  @Override
  public boolean supportsNormalTermination() {
    return true;
  }

  @Override
  public boolean destroy() {
    boolean alive = isAlive();
    process.destroy();
    return alive;
  }

  @Override
  public boolean destroyForcibly() {
    boolean alive = isAlive();
    process.destroyForcibly();
    return alive;
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public int compareTo(ProcessHandle other) {
    return Long.compare(pid, other.pid());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SandboxProcessHandle handle && handle.process == process;
  }

  @Override
  public int hashCode() {
    return process.hashCode();
  }

  @Override
  public String toString() {
    return Long.toString(pid);
  }

  /** Returns the JDK's handle of the pid while the program runs. */
  private Optional<ProcessHandle> live() {
    return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
  }

  /** The information on a process that has ended: none. */
  private enum NoInfo implements Info {
    INSTANCE;

    @Override
    public Optional<String> command() {
      return Optional.empty();
    }

    @Override
    public Optional<String> commandLine() {
      return Optional.empty();
    }

    @Override
    public Optional<String[]> arguments() {
      return Optional.empty();
    }

    @Override
    public Optional<java.time.Instant> startInstant() {
      return Optional.empty();
    }

    @Override
    public Optional<java.time.Duration> totalCpuDuration() {
      return Optional.empty();
    }

    @Override
    public Optional<String> user() {
      return Optional.empty();
    }
  }
}
