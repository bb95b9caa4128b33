package io.kotha.sandbox;

import io.kotha.sandbox.inspect.InspectionException;
import io.kotha.sandbox.inspect.Namespaces;
import io.kotha.sandbox.internal.Arguments;
import io.kotha.sandbox.isolation.User;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.spi.EntrySpec;
import io.kotha.sandbox.spi.Providers;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * An immutable description of programs that enter some namespaces of a process, as {@code
 * nsenter(1)} starts them; see {@link Namespaces#enter}. Every setting returns a new description.
 * Safe for use by many threads.
 *
 * <p>The program is in the JVM's namespaces of all other types. Without {@link Namespace#MOUNT} it
 * sees the files of the host, and without {@link Namespace#NET} it reaches the network of the host.
 * It has the ids of the process, no capability, {@code no_new_privs}, no environment but {@code
 * PATH}, no file descriptor but 0, 1 and 2, and a system call filter. It never runs as uid 0 of the
 * host.
 *
 * <p>This is a tool to look at a process from its side. It is not a sandbox: a program that enters
 * {@link Namespace#NET} alone reads and writes whatever its user may on the host, and can signal
 * processes of this user, such as the JVM of an ordinary user; where the kernel scopes signals by
 * Landlock (Linux 6.12), a program outside of the pid namespace signals none. To run an untrusted
 * program in a room of Kotha, use {@link SandboxProcess#exec(Command)}, which has the walls of the
 * room.
 */
public final class NamespaceEntry {

  private final EntrySpec spec;

  /** Wraps the data. {@link Namespaces#enter} is the way to a description. */
  public NamespaceEntry(EntrySpec spec) {
    this.spec = Objects.requireNonNull(spec, "spec");
  }

  /**
   * Sets the ids of the program, as in the user namespace that it is in after it has entered. The
   * default is the effective ids of the process.
   */
  public NamespaceEntry user(int uid, int gid) {
    return new NamespaceEntry(spec.user(new User(uid, gid)));
  }

  /**
   * Lets the program keep capabilities of the user namespace that it enters; none by default. They
   * govern the namespaces that belong to it, such as the network of a room that keeps capabilities.
   */
  public NamespaceEntry keepCaps(Capability... capabilities) {
    Objects.requireNonNull(capabilities, "capabilities");
    Set<Capability> kept = EnumSet.noneOf(Capability.class);
    Collections.addAll(kept, capabilities);
    return new NamespaceEntry(spec.capabilities(kept));
  }

  /** Sets the system call policy; {@link SyscallPolicy#standard} by default. */
  public NamespaceEntry syscalls(SyscallPolicy policy) {
    return new NamespaceEntry(spec.syscalls(Objects.requireNonNull(policy, "policy")));
  }

  /** Sets the limits of the program; {@link Limits#NONE} by default. */
  public NamespaceEntry limits(Limits limits) {
    return new NamespaceEntry(spec.limits(Objects.requireNonNull(limits, "limits")));
  }

  /**
   * Puts the program into the cgroup of the process, in a group of its own, so that it uses the
   * resources of the process and counts against its limits. By default its group is beside those of
   * the rooms. While the program runs, the group of the process cannot be removed.
   *
   * <p>A limit that such a group cannot have is an {@link UnsupportedHostException} at the start.
   * On v2 that is every limit of memory, processes, CPU rate and I/O: a group with processes gives
   * no controller to those below it.
   */
  public NamespaceEntry inCgroup() {
    return new NamespaceEntry(spec.group(new EntrySpec.Group.OfTarget()));
  }

  /**
   * Sets the cgroup below which the program's is created; see {@link Sandbox#cgroupParent}.
   *
   * @throws IllegalArgumentException if the path is not absolute or contains {@code ..}
   */
  public NamespaceEntry cgroupParent(String path) {
    String parent = Arguments.roomPath("path", path);
    return new NamespaceEntry(spec.group(new EntrySpec.Group.OfJvm(parent)));
  }

  /** Starts a program; see {@link #start(Command)}. */
  public SandboxProcess start(String... argv) throws SandboxException {
    return start(Command.of(argv));
  }

  /**
   * Enters the namespaces and starts the command there. Returns when {@code execve(2)} has
   * succeeded. The path of the program is looked up after the mount namespace is entered. The
   * program lives on when the process ends, unless the pid namespace of both ends.
   *
   * @throws InspectionException if the process has ended, or the JVM may not look at it
   * @throws SetupException if the kernel refuses a namespace, step {@link SetupStep#NAMESPACE}, or
   *     the program cannot be executed
   * @throws UnsupportedHostException if there is no cgroup for the program, or the host cannot
   *     enforce a limit
   * @throws SandboxException if the process shares all these namespaces with the JVM, if the
   *     program would run as uid or gid 0 of the host, if an id is not mapped in the user
   *     namespace, or if capabilities are kept without a user namespace to keep them in
   */
  public SandboxProcess start(Command command) throws SandboxException {
    return Providers.get().enter(spec, Objects.requireNonNull(command, "command"));
  }

  /** Runs a program to its end; see {@link #run(Command)}. */
  public SandboxResult run(String... argv) throws SandboxException, InterruptedException {
    return run(Command.of(argv));
  }

  /**
   * Runs the command to its end and captures its output, at most 16 MiB unless {@link
   * Limits#output} is set. Its stdin is empty unless set. An interrupt kills the program.
   *
   * @throws SandboxException as {@link #start(Command)}
   * @throws InterruptedException if the calling thread is interrupted while it waits
   */
  public SandboxResult run(Command command) throws SandboxException, InterruptedException {
    return SandboxResult.await(runAsync(command));
  }

  /**
   * Runs the command as {@link #run(Command)} does and returns once the program runs. Cancelling
   * the future kills the program.
   *
   * @throws SandboxException as {@link #start(Command)}
   */
  public CompletableFuture<SandboxResult> runAsync(Command command) throws SandboxException {
    return Providers.get().runEntered(spec, Objects.requireNonNull(command, "command"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamespaceEntry entry && entry.spec.equals(spec);
  }

  @Override
  public int hashCode() {
    return spec.hashCode();
  }

  @Override
  public String toString() {
    return spec.toString();
  }
}
