package io.kotha.sandbox.inspect;

import io.kotha.sandbox.Namespace;
import java.util.Objects;

/**
 * A namespace that at least one process is in: a row of {@code lsns(8)}. Immutable.
 *
 * @param type kind of namespace
 * @param inode inode number of the namespace, which identifies it while it exists: the number in
 *     the links of {@code /proc/PID/ns} ({@code namespaces(7)}), column {@code NS}
 * @param processes number of processes in it that the JVM may look at, column {@code NPROCS}
 * @param lowestPid lowest pid among them, in the pid namespace of the JVM; column {@code PID}
 * @param uid effective uid of that process, in the user namespace of the JVM; a uid that is not
 *     mapped there is the overflow uid, 65534 by default. {@code lsns(8)} prints the owner of
 *     {@code /proc/PID} instead, which is 0 for a process that is not dumpable
 * @param command name of that process, {@code Name} of {@code proc_pid_status(5)}: 15 bytes, which
 *     the process may choose. A backslash is doubled, and a character that a terminal does not show
 *     appears as <code>&#92;u001b</code> and the like. {@code lsns(8)} prints the arguments, too;
 *     see {@link ProcessHandle.Info#commandLine}
 */
public record NamespaceInfo(
    Namespace type, long inode, int processes, long lowestPid, long uid, String command) {

  public NamespaceInfo {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(command, "command");
  }
}
