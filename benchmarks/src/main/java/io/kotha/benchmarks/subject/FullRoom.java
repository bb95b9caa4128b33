package io.kotha.benchmarks.subject;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Stdio;

/**
 * What is compared with: seven namespaces, pivot_root, its own /proc, /dev and /tmp, a cgroup with
 * memory, pids and cpu limits, the standard seccomp policy, no capability.
 */
public final class FullRoom {

  /** The limits of a room, and of each peer that can have them. */
  public static final MemorySize MEMORY = MemorySize.MB(64);

  /** Processes and threads. */
  public static final int PIDS = 32;

  /** Processors. */
  public static final double CPUS = 1.0;

  private FullRoom() {}

  /** The room. */
  public static Sandbox in(RoomRoot root) {
    return Sandbox.rootfs(root.directory()).memory(MEMORY).pids(PIDS).cpus(CPUS);
  }

  /** The same with the host's network, whose own namespace costs more than all the rest. */
  public static Sandbox sharingNetworkIn(RoomRoot root) {
    return in(root).share(Namespace.NET);
  }

  /** A start of a program without any stream of the JVM's. */
  public static Command command(TinyProgram program, String... arguments) {
    return Command.of(program.path())
        .args(arguments)
        .stdin(Stdio.NULL)
        .stdout(Stdio.NULL)
        .stderr(Stdio.NULL);
  }

  /** Waits for the end of what must have ended well. */
  public static void end(SandboxProcess process) throws InterruptedException {
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the program did not run: " + process.verdict());
    }
  }
}
