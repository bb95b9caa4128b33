package io.kotha.sandbox.inspect;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.NamespaceEntry;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.internal.Arguments;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.spi.EntrySpec;
import io.kotha.sandbox.spi.Providers;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The namespaces of the processes of this host ({@code namespaces(7)}), also of processes that
 * Kotha did not start. The methods read {@code /proc}; no process can make them wait. Safe for use
 * by many threads.
 *
 * <p>The kernel shows the namespaces of a process to its own user, unless the process is not
 * dumpable, and to a JVM with {@code CAP_SYS_PTRACE} over it, such as one of root. As an ordinary
 * user the JVM sees the programs of its rooms, but not their init.
 */
public final class Namespaces {

  private Namespaces() {}

  /**
   * Returns the namespaces of all processes that the JVM may look at, sorted by inode number, as
   * {@code lsns(8)} does. A process is looked at by its first thread. A namespace without a process
   * is not listed, such as one that only a bind mount keeps.
   *
   * <p>The processes are read one after the other while they run, so the list is of no single
   * moment. A process that ends in the meantime is left out.
   *
   * @throws io.kotha.sandbox.UnsupportedHostException if {@code /proc} is not mounted
   * @throws SandboxException if {@code /proc} cannot be read, as in a JVM without free descriptors
   */
  public static List<NamespaceInfo> list() throws SandboxException {
    return Providers.get().namespaces();
  }

  /**
   * Returns the namespaces of a process. If another process gets the pid during the call, that is
   * an error, never a mixture of both.
   *
   * @param pid pid in the JVM's pid namespace, such as {@link Process#pid}, or the id of a thread
   * @throws IllegalArgumentException if the pid is not more than 0
   * @throws InspectionException if the process has ended or may not be looked at
   * @throws SandboxException as {@link #list}
   */
  public static ProcessNamespaces of(long pid) throws SandboxException {
    Arguments.requirePositive("pid", pid);
    return Providers.get().namespacesOf(pid);
  }

  /**
   * Returns the namespaces of a process. Unlike {@link #of(long)}, it never returns those of
   * another process that has the same pid by now.
   *
   * @throws InspectionException if the process has ended or may not be looked at
   * @throws SandboxException as {@link #list}
   */
  public static ProcessNamespaces of(ProcessHandle process) throws SandboxException {
    ProcessNamespaces found = of(Objects.requireNonNull(process, "process").pid());
    requireAlive(process);
    return found;
  }

  /**
   * Describes programs that enter namespaces of a process, as {@code nsenter(1)} does: {@code
   * setns(2)}. Types that the process shares with the JVM need no entering. A JVM of an ordinary
   * user enters the user namespace as well, because the kernel demands it; the program has no
   * capability there unless it is given one.
   *
   * <pre>{@code
   * SandboxResult r = Namespaces.enter(p.pid(), NET).run("ss", "-tln"); // the host's ss
   * SandboxResult s = Namespaces.enter(p.pid(), NET, PID, MOUNT).run("ps", "-ef"); // the room's ps
   * }</pre>
   *
   * @param pid pid in the JVM's pid namespace, such as {@link Process#pid}. The description stays
   *     with the process that has it now: if that has ended, a start fails
   * @throws IllegalArgumentException if the pid is not more than 0
   * @throws InspectionException if there is no such process
   */
  public static NamespaceEntry enter(long pid, Namespace type, Namespace... types)
      throws InspectionException {
    Arguments.requirePositive("pid", pid);
    Set<Namespace> wanted = all(type, types);
    ProcessHandle target =
        ProcessHandle.of(pid)
            .orElseThrow(() -> new InspectionException(pid, InspectionException.Reason.GONE, null));
    return entry(target, wanted);
  }

  /**
   * Describes programs that enter namespaces of a process; see {@link #enter(long, Namespace,
   * Namespace...)}.
   */
  public static NamespaceEntry enter(ProcessHandle process, Namespace type, Namespace... types) {
    return entry(Objects.requireNonNull(process, "process"), all(type, types));
  }

  private static Set<Namespace> all(Namespace type, Namespace... types) {
    Set<Namespace> all = EnumSet.of(Objects.requireNonNull(type, "type"));
    all.addAll(Arrays.asList(Objects.requireNonNull(types, "types")));
    return all;
  }

  private static NamespaceEntry entry(ProcessHandle target, Set<Namespace> types) {
    return new NamespaceEntry(
        new EntrySpec(
            target,
            types,
            null,
            Set.of(),
            SyscallPolicy.standard(),
            Limits.NONE,
            new EntrySpec.Group.OfJvm(null)));
  }

  /** Throws if the process has ended: its pid may have been another's when it was read. */
  static void requireAlive(ProcessHandle process) throws InspectionException {
    if (!process.isAlive()) {
      throw new InspectionException(process.pid(), InspectionException.Reason.GONE, null);
    }
  }
}
