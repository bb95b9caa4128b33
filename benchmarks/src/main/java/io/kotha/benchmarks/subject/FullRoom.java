package io.kotha.benchmarks.subject;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Stdio;

/**
 * The room that all subjects are compared with: seven namespaces, pivot_root, new /proc, /dev and
 * /tmp, a cgroup with memory, pids and cpu limits, the standard seccomp policy, no capability.
 */
public final class FullRoom {

  /** The memory limit of the room, and of each peer that supports one. */
  public static final MemorySize MEMORY = MemorySize.MB(64);

  /** The limit of processes and threads. */
  public static final int PIDS = 32;

  /** The CPU rate limit, in CPUs. */
  public static final double CPUS = 1.0;

  private FullRoom() {}

  /** Returns the full room. */
  public static Sandbox in(RoomRoot root) {
    return Sandbox.rootfs(root.directory()).memory(MEMORY).pids(PIDS).cpus(CPUS);
  }

  /**
   * Returns the full room with the host's network: a network namespace costs more than the rest of
   * the room.
   */
  public static Sandbox sharingNetworkIn(RoomRoot root) {
    return in(root).share(Namespace.NET);
  }

  /** Returns a command whose standard streams are /dev/null. */
  public static Command command(TinyProgram program, String... arguments) {
    return Command.of(program.path())
        .args(arguments)
        .stdin(Stdio.NULL)
        .stdout(Stdio.NULL)
        .stderr(Stdio.NULL);
  }

  /** Waits for the end of a program, which must exit with status 0. */
  public static void end(SandboxProcess process) throws InterruptedException {
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the program did not run: " + process.verdict());
    }
  }
}
