package io.kotha.sandbox.inspect;

import io.kotha.sandbox.Namespace;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The namespaces of one process ({@code proc_pid_ns(5)}). Two processes are in the same namespace
 * if the inode numbers are equal. Immutable.
 *
 * @param pid pid of the process
 * @param inodes inode number of each namespace that the process is in, in the order of {@link
 *     Namespace}; a type that the kernel was built without is absent
 * @param forChildren inode numbers of the namespaces that children of the process will be in, where
 *     they differ from its own: {@code pid_for_children} after {@code unshare(2)} or {@code
 *     setns(2)} with {@code CLONE_NEWPID}, and {@code time_for_children} with {@code
 *     CLONE_NEWTIME}. A new pid namespace has no number before its first process
 */
public record ProcessNamespaces(
    long pid, Map<Namespace, Long> inodes, Map<Namespace, Long> forChildren) {

  /** Copies the maps. */
  public ProcessNamespaces {
    inodes = copyOf(Objects.requireNonNull(inodes, "inodes"));
    forChildren = copyOf(Objects.requireNonNull(forChildren, "forChildren"));
  }

  private static Map<Namespace, Long> copyOf(Map<Namespace, Long> numbers) {
    Map<Namespace, Long> copy = new EnumMap<>(Namespace.class);
    copy.putAll(Map.copyOf(numbers)); // refuses null, which an EnumMap accepts as a value
    return Collections.unmodifiableMap(copy);
  }
}
