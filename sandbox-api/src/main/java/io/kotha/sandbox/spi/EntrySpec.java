package io.kotha.sandbox.spi;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.isolation.User;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data that a {@code NamespaceEntry} holds: the description of a program that enters namespaces
 * of a process, without its command. Immutable. Users of the API never need it.
 *
 * @param target the process
 * @param namespaces the types to enter; not empty
 * @param user the ids of the program; null for those of the process
 * @param capabilities the capabilities that the program keeps
 * @param syscalls the system call policy
 * @param limits limits on resources
 * @param group the cgroup in which the program's is created
 */
public record EntrySpec(
    ProcessHandle target,
    Set<Namespace> namespaces,
    @Nullable User user,
    Set<Capability> capabilities,
    SyscallPolicy syscalls,
    Limits limits,
    Group group) {

  /** A place for the cgroup of the program. */
  public sealed interface Group {

    /**
     * Beside those of the rooms of this JVM.
     *
     * @param parent the cgroup parent, as {@code Sandbox.cgroupParent} sets it; null for the
     *     default
     */
    record OfJvm(@Nullable String parent) implements Group {}

    /** In that of the process. */
    record OfTarget() implements Group {}
  }

  /**
   * Copies the sets.
   *
   * @throws IllegalArgumentException if there is no type to enter
   */
  public EntrySpec {
    Objects.requireNonNull(target, "target");
    namespaces = Set.copyOf(Objects.requireNonNull(namespaces, "namespaces"));
    capabilities = Set.copyOf(Objects.requireNonNull(capabilities, "capabilities"));
    Objects.requireNonNull(syscalls, "syscalls");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(group, "group");
    if (namespaces.isEmpty()) {
      throw new IllegalArgumentException("at least one namespace to enter");
    }
  }

  /** Returns a copy with this {@link #user}. */
  public EntrySpec user(User value) {
    return new EntrySpec(target, namespaces, value, capabilities, syscalls, limits, group);
  }

  /** Returns a copy with these {@link #capabilities}. */
  public EntrySpec capabilities(Set<Capability> value) {
    return new EntrySpec(target, namespaces, user, value, syscalls, limits, group);
  }

  /** Returns a copy with these {@link #syscalls}. */
  public EntrySpec syscalls(SyscallPolicy value) {
    return new EntrySpec(target, namespaces, user, capabilities, value, limits, group);
  }

  /** Returns a copy with these {@link #limits}. */
  public EntrySpec limits(Limits value) {
    return new EntrySpec(target, namespaces, user, capabilities, syscalls, value, group);
  }

  /** Returns a copy with this {@link #group}. */
  public EntrySpec group(Group value) {
    return new EntrySpec(target, namespaces, user, capabilities, syscalls, limits, value);
  }
}
