package io.kotha.sandbox.spi;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.stats.HostReport;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What builds rooms. Found by {@link java.util.ServiceLoader}; there must be exactly one. */
public interface SandboxProvider {

  /** A short name, such as {@code linux}. */
  String name();

  /** What this host can give. */
  HostReport inspect() throws SandboxException;

  /** What would be done for a room, step by step, for people; nothing is. */
  String explain(SandboxSpec spec) throws SandboxException;

  /** Builds a room and starts the command in it; returns when {@code execve} has succeeded. */
  SandboxProcess start(SandboxSpec spec, Command command) throws SandboxException;

  /**
   * Builds a room, runs the command to its end and captures what it writes to pipes. Cancelling the
   * future kills the room.
   *
   * @throws SandboxException if the program could not be started; a future that was returned never
   *     completes with one for that reason
   */
  CompletableFuture<SandboxResult> run(SandboxSpec spec, Command command) throws SandboxException;

  /**
   * Makes rooms ahead; returns when the first is ready.
   *
   * @param spec without a name
   */
  SandboxPool pool(SandboxSpec spec, PoolSettings settings) throws SandboxException;

  /**
   * Reads a system call profile in the format of Docker and the OCI runtimes, for this machine.
   *
   * @param name what reports call the policy
   * @param json the text of the profile
   * @param kept the capabilities of the rooms that it is for
   * @throws SandboxException if it cannot be understood, with the place in it
   */
  SyscallPolicy readProfile(String name, String json, Set<Capability> kept) throws SandboxException;

  /**
   * Writes a policy in that format.
   *
   * @throws IllegalArgumentException if the format cannot say the same
   */
  String writeProfile(SyscallPolicy policy) throws SandboxException;

  /** Opens a pipe to join two rooms with. */
  SandboxPipe pipe() throws SandboxException;
}
