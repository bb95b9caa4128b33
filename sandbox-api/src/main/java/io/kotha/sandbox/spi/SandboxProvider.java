package io.kotha.sandbox.spi;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.event.ListenerRegistration;
import io.kotha.sandbox.event.SandboxListener;
import io.kotha.sandbox.inspect.NamespaceInfo;
import io.kotha.sandbox.inspect.ProcessCapabilities;
import io.kotha.sandbox.inspect.ProcessNamespaces;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.stats.HostReport;
import io.kotha.sandbox.stats.LiveRoom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A builder of rooms. {@link java.util.ServiceLoader} must find exactly one. Its methods are called
 * by many threads at once and never get null. Users of the API never need it.
 */
public interface SandboxProvider {

  /** Returns a short name, such as {@code linux}. */
  String name();

  /**
   * Reports what this host offers.
   *
   * @throws SandboxException if the host cannot be read
   */
  HostReport inspect() throws SandboxException;

  /**
   * Returns the plan of a room as text for people. It builds nothing.
   *
   * @throws SandboxException if the plan itself shows that a start would fail
   */
  String explain(SandboxSpec spec) throws SandboxException;

  /**
   * Builds a room and starts the command in it. Returns when {@code execve(2)} has succeeded.
   *
   * @throws SandboxException if the program was not started
   */
  SandboxProcess start(SandboxSpec spec, Command command) throws SandboxException;

  /**
   * Builds a room, starts the command in it and captures what it writes to pipes. Returns when
   * {@code execve(2)} has succeeded. The future completes when the room has ended; cancelling it
   * kills the room.
   *
   * @throws SandboxException if the program was not started. The future never completes with this
   *     failure
   */
  CompletableFuture<SandboxResult> run(SandboxSpec spec, Command command) throws SandboxException;

  /**
   * Builds rooms before their commands are known. Returns when the first room is ready.
   *
   * @param spec a description without a name
   * @throws SandboxException if the first room cannot be built
   */
  SandboxPool pool(SandboxSpec spec, PoolSettings settings) throws SandboxException;

  /**
   * Builds a room that lives until it is closed. Returns when it can run programs.
   *
   * @throws SandboxException if the room cannot be built
   */
  SandboxRoom open(SandboxSpec spec) throws SandboxException;

  /**
   * Starts a command in namespaces of a process. Returns when {@code execve(2)} has succeeded.
   *
   * @throws SandboxException if the program was not started
   */
  SandboxProcess enter(EntrySpec spec, Command command) throws SandboxException;

  /**
   * Starts a command in namespaces of a process and captures what it writes to pipes, as {@link
   * #run}.
   *
   * @throws SandboxException if the program was not started
   */
  CompletableFuture<SandboxResult> runEntered(EntrySpec spec, Command command)
      throws SandboxException;

  /**
   * Reads a system call profile in the format of Docker and the OCI runtimes, for this machine.
   *
   * @param name of the policy in reports
   * @param json text of the profile
   * @param kept capabilities that the rooms keep
   * @throws SandboxException if the profile cannot be parsed; the message names the entry
   */
  SyscallPolicy readProfile(String name, String json, Set<Capability> kept) throws SandboxException;

  /**
   * Writes a policy in the format of Docker and the OCI runtimes, for this machine.
   *
   * @throws IllegalArgumentException if the format cannot express the policy
   * @throws SandboxException if the provider cannot write profiles
   */
  String writeProfile(SyscallPolicy policy) throws SandboxException;

  /** Returns the rooms that have not ended, by increasing id. */
  List<LiveRoom> rooms();

  /** Kills a room, and returns false if no such room lives. */
  boolean kill(long id);

  /** Registers a listener until the registration is closed; also before the first room. */
  ListenerRegistration addListener(SandboxListener listener);

  /**
   * Ends all rooms, and gives back everything that the provider holds. The next call that builds a
   * room begins anew.
   */
  void close();

  /**
   * Opens a pipe that joins two rooms.
   *
   * @throws SandboxException if the JVM has no file descriptor left
   */
  SandboxPipe pipe() throws SandboxException;

  /**
   * Lists the namespaces of the processes that the JVM may look at, sorted by inode number.
   *
   * @throws SandboxException if the host cannot be read
   */
  List<NamespaceInfo> namespaces() throws SandboxException;

  /**
   * Returns the namespaces of a process.
   *
   * @param pid more than 0
   * @throws SandboxException if the process has ended or may not be looked at
   */
  ProcessNamespaces namespacesOf(long pid) throws SandboxException;

  /**
   * Returns the capability sets of a process.
   *
   * @param pid more than 0
   * @throws SandboxException if the process has ended or may not be looked at
   */
  ProcessCapabilities capabilitiesOf(long pid) throws SandboxException;
}
