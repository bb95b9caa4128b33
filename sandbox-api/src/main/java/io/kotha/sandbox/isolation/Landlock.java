package io.kotha.sandbox.isolation;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.internal.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The Landlock domain of a room ({@code landlock(7)}, Linux 5.13): a second layer of access control
 * that does not depend on mounts and ids. The program's process enters it before {@code execve(2)}.
 * Immutable.
 *
 * <p>By default, if the kernel has Landlock, the domain grants what the mounts grant: every file
 * can be read and executed, files on writable mounts can be written, and no device file can be
 * created. Since Linux 6.12, the program also cannot signal processes outside of the room or,
 * unless the room shares the host's network, connect to abstract sockets outside.
 *
 * <p>No domain permits unix sockets in a directory of the host, through which rooms could pass each
 * other descriptors. The kernel applies a grant on a directory also to the mounts below it, so the
 * domain permits no sockets in a directory that has a writable bind below it: with a writable root
 * and a bind at {@code /data}, sockets can be made in {@code /tmp} and {@code /dev/shm} but not in
 * {@code /run}.
 *
 * <p>A room that keeps {@link Capability#SYS_ADMIN} or shares the host's {@link Namespace#IPC} has
 * no domain by default. Inside a domain, a program cannot mount, and it can open only the message
 * queues of the room's own {@code /dev/mqueue}, which a room with a kept capability does not have.
 *
 * @param use condition for a domain
 * @param files access to files; if empty, as the mounts grant it
 * @param bind TCP ports that the program may bind, 0 to 65,535; null for all. Linux 6.7
 * @param connect TCP ports that the program may connect to, 0 to 65,535; null for all. Linux 6.7
 */
public record Landlock(
    Use use, List<FileRule> files, @Nullable Set<Integer> bind, @Nullable Set<Integer> connect) {

  private static final int MAX_PORT = 65_535;

  private static final Landlock AVAILABLE =
      new Landlock(Use.WHERE_AVAILABLE, List.of(), null, null);

  /** The condition for a domain. */
  public enum Use {
    /** The room has a domain if the kernel has Landlock. */
    WHERE_AVAILABLE,
    /** The room has a domain; a start without Landlock is an error. */
    REQUIRED,
    /** The room has no domain. */
    OFF
  }

  /** A kind of access to files. */
  public enum Access {
    /** Open a file for reading; list a directory. */
    READ,
    /** Open for writing, truncate, create, move and remove files; {@code ioctl(2)} on devices. */
    WRITE,
    /** Execute a file. */
    EXECUTE
  }

  /**
   * A grant of access to a file, or to a directory and everything below it. Grants on parent
   * directories apply as well.
   *
   * @param path absolute path inside the room; a start fails if it does not exist
   * @param access kinds of access; at least one
   */
  public record FileRule(String path, Set<Access> access) {
    /**
     * Checks and normalizes the path, and copies the set.
     *
     * @throws IllegalArgumentException if the path is not absolute or contains {@code ..}, or the
     *     set is empty
     */
    public FileRule {
      path = Arguments.roomPath("path", path);
      if (Objects.requireNonNull(access, "access").isEmpty()) {
        throw new IllegalArgumentException(
            "a rule must grant access: omit " + path + " to refuse all access to it");
      }
      access = Collections.unmodifiableSet(EnumSet.copyOf(access));
    }
  }

  /**
   * Checks the ports and copies the collections.
   *
   * @throws IllegalArgumentException if a port is out of range, or there are rules but {@code use}
   *     is not {@link Use#REQUIRED}
   */
  public Landlock {
    Objects.requireNonNull(use, "use");
    files = List.copyOf(Objects.requireNonNull(files, "files"));
    bind = ports(bind);
    connect = ports(connect);
    if (use != Use.REQUIRED && (!files.isEmpty() || bind != null || connect != null)) {
      throw new IllegalArgumentException("Landlock rules require Use.REQUIRED, not " + use);
    }
  }

  private static @Nullable Set<Integer> ports(@Nullable Set<Integer> ports) {
    if (ports == null) {
      return null;
    }
    for (int port : ports) {
      if (port < 0 || port > MAX_PORT) {
        throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
      }
    }
    return Collections.unmodifiableSet(new TreeSet<>(ports));
  }

  /**
   * Returns the default: a domain that grants what the mounts grant, if the kernel has Landlock.
   */
  public static Landlock whereAvailable() {
    return AVAILABLE;
  }

  /** Returns a domain that grants what the mounts grant; a start without Landlock is an error. */
  public static Landlock required() {
    return new Landlock(Use.REQUIRED, List.of(), null, null);
  }

  /** Returns no domain. */
  public static Landlock off() {
    return new Landlock(Use.OFF, List.of(), null, null);
  }

  /**
   * Grants access to a file or directory and requires Landlock. The first grant replaces the access
   * that the mounts grant: the program has no access that no rule grants.
   *
   * @param path absolute path inside the room; a start fails if it does not exist
   * @throws IllegalArgumentException if the path is not absolute or contains {@code ..}
   */
  public Landlock file(String path, Access first, Access... more) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(more, "more");
    List<FileRule> all = new ArrayList<>(files);
    all.add(new FileRule(path, EnumSet.of(first, more)));
    return new Landlock(Use.REQUIRED, all, bind, connect);
  }

  /**
   * Lets the program bind only these TCP ports, or none if the list is empty. Requires Linux 6.7.
   *
   * @param ports 0 to 65,535, without duplicates
   * @throws IllegalArgumentException if a port is out of range or is given twice
   */
  public Landlock bindTcp(Integer... ports) {
    Objects.requireNonNull(ports, "ports");
    return new Landlock(Use.REQUIRED, files, Set.of(ports), connect);
  }

  /**
   * Lets the program connect only to these TCP ports, or to none if the list is empty. Requires
   * Linux 6.7.
   *
   * @param ports 0 to 65,535, without duplicates
   * @throws IllegalArgumentException if a port is out of range or is given twice
   */
  public Landlock connectTcp(Integer... ports) {
    Objects.requireNonNull(ports, "ports");
    return new Landlock(Use.REQUIRED, files, bind, Set.of(ports));
  }
}
