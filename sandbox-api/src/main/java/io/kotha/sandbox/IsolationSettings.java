package io.kotha.sandbox;

import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.Network;
import io.kotha.sandbox.isolation.SecurityLabel;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.isolation.User;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.spi.SandboxSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The settings of a {@link Sandbox} that separate the program from the host: namespaces, system
 * calls, security modules, ids and capabilities.
 *
 * @param <S> the description that every setting returns
 */
abstract class IsolationSettings<S> extends FileSettings<S> {

  private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");

  /** Gives the room a pid namespace of its own, as it has by default; {@code CLONE_NEWPID}. */
  public S pidNs() {
    return own(Namespace.PID);
  }

  /** Gives the room a network namespace of its own, as it has by default; {@code CLONE_NEWNET}. */
  public S netNs() {
    return own(Namespace.NET);
  }

  /** Gives the room a mount namespace of its own, as it always has; {@code CLONE_NEWNS}. */
  public S mountNs() {
    return own(Namespace.MOUNT);
  }

  /** Gives the room a UTS namespace of its own, as it has by default; {@code CLONE_NEWUTS}. */
  public S utsNs() {
    return own(Namespace.UTS);
  }

  /** Gives the room an IPC namespace of its own, as it has by default; {@code CLONE_NEWIPC}. */
  public S ipcNs() {
    return own(Namespace.IPC);
  }

  /** Gives the room a user namespace of its own, as it has by default; {@code CLONE_NEWUSER}. */
  public S userNs() {
    return own(Namespace.USER);
  }

  /** Gives the room a cgroup namespace of its own, as by default; {@code CLONE_NEWCGROUP}. */
  public S cgroupNs() {
    return own(Namespace.CGROUP);
  }

  /**
   * Gives the room a time namespace ({@code CLONE_NEWTIME}) in which the boot clock is shifted by
   * this much and the monotonic clock is not shifted. Rooms have none by default.
   */
  public S timeNs(Duration boottime) {
    Objects.requireNonNull(boottime, "boottime");
    return timeNs(new TimeOffsets(Duration.ZERO, boottime));
  }

  /** Gives the room a time namespace with these offsets. Rooms have none by default. */
  public S timeNs(TimeOffsets offsets) {
    return with(spec().isolation().time(Objects.requireNonNull(offsets, "offsets")));
  }

  /**
   * Weakens the room: it uses the host's namespaces of these kinds.
   *
   * <p>{@link Namespace#PID} requires {@link #withoutProc}, because the kernel refuses a procfs to
   * a user namespace that does not own the pid namespace. It also requires a cgroup, and root: the
   * program of an ordinary user could signal the JVM. {@link Namespace#USER} requires root; the
   * program then runs as an unprivileged uid of the host.
   *
   * @throws IllegalArgumentException for {@link Namespace#MOUNT}, which is never shared
   */
  public S share(Namespace... namespaces) {
    Objects.requireNonNull(namespaces, "namespaces");
    Set<Namespace> shared = EnumSet.noneOf(Namespace.class);
    shared.addAll(spec().isolation().shared());
    for (Namespace namespace : namespaces) {
      if (namespace == Namespace.MOUNT) {
        throw new IllegalArgumentException("the mount namespace is never shared");
      }
      shared.add(Objects.requireNonNull(namespace, "namespace"));
    }
    return with(spec().isolation().shared(shared));
  }

  /**
   * Brings {@code lo} up in the room's own network namespace; it is down by default. A room that
   * shares the host's network namespace cannot have it.
   */
  public S loopback() {
    return with(spec().isolation().network(Network.LOOPBACK));
  }

  /**
   * Sets the host name inside the room; {@code kotha} by default. {@code sethostname(2)}.
   *
   * @throws IllegalArgumentException if it is not 1 to 63 ASCII letters, digits, dots and hyphens
   *     that begin with a letter or digit
   */
  public S hostname(String hostname) {
    Objects.requireNonNull(hostname, "hostname");
    if (!HOSTNAME.matcher(hostname).matches()) {
      throw new IllegalArgumentException("not a host name: \"" + hostname + "\"");
    }
    return with(spec().isolation().hostname(hostname));
  }

  /** Sets the system call policy; {@link SyscallPolicy#standard} by default. */
  public S syscalls(SyscallPolicy policy) {
    return with(spec().isolation().syscalls(Objects.requireNonNull(policy, "policy")));
  }

  /** Sets the Landlock domain; {@link Landlock#whereAvailable} by default. */
  public S landlock(Landlock landlock) {
    return with(spec().isolation().landlock(Objects.requireNonNull(landlock, "landlock")));
  }

  /** Sets the AppArmor or SELinux label that the program executes under; none by default. */
  public S label(SecurityLabel label) {
    return with(spec().isolation().label(Objects.requireNonNull(label, "label")));
  }

  /** Turns on mitigations of side channels, besides those already on. None is on by default. */
  public S mitigate(Mitigation... mitigations) {
    Objects.requireNonNull(mitigations, "mitigations");
    Set<Mitigation> all = new HashSet<>(spec().isolation().mitigations());
    all.addAll(Arrays.asList(mitigations));
    return with(spec().isolation().mitigations(all));
  }

  /**
   * Sets the program's uid and gid inside the room; 0 and 0 by default. They never map to uid 0 of
   * the host.
   *
   * @throws IllegalArgumentException if either id is not 0 to 65,533
   */
  public S user(int uid, int gid) {
    return with(spec().identity().user(new User(uid, gid)));
  }

  /** Sets the mapping of ids inside to ids of the host; {@link IdMap#automatic} by default. */
  public S idMap(IdMap map) {
    return with(spec().identity().idMap(Objects.requireNonNull(map, "map")));
  }

  /**
   * Grants capabilities over the room's own namespaces, besides those granted so far. The program
   * has none by default. A room that shares the host's user namespace cannot keep any, and a room
   * with a writable bind or a persistent rootfs cannot keep {@code SETFCAP} and {@code FSETID}:
   * starting it is an {@link UnsupportedHostException}.
   */
  public S keepCaps(Collection<Capability> capabilities) {
    Objects.requireNonNull(capabilities, "capabilities");
    Set<Capability> kept = new HashSet<>(spec().identity().capabilities());
    kept.addAll(capabilities);
    return with(spec().identity().capabilities(kept));
  }

  /** Grants capabilities over the room's own namespaces, besides those granted so far. */
  public S keepCaps(Capability... capabilities) {
    return keepCaps(Arrays.asList(Objects.requireNonNull(capabilities, "capabilities")));
  }

  /** Takes capabilities away and never grants any. If none was granted, the room stays as it is. */
  public S dropCaps(Capability... capabilities) {
    Objects.requireNonNull(capabilities, "capabilities");
    Set<Capability> kept = new HashSet<>(spec().identity().capabilities());
    kept.removeAll(Arrays.asList(capabilities));
    return with(spec().identity().capabilities(kept));
  }

  private S own(Namespace namespace) {
    Set<Namespace> shared = new HashSet<>(spec().isolation().shared());
    shared.remove(namespace);
    return with(spec().isolation().shared(shared));
  }

  private S with(SandboxSpec.Isolation isolation) {
    return with(spec().isolation(isolation));
  }

  private S with(SandboxSpec.Identity identity) {
    return with(spec().identity(identity));
  }
}
