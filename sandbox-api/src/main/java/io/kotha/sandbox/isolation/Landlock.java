package io.kotha.sandbox.isolation;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.internal.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A room's Landlock domain ({@code landlock(7)}, Linux 5.13): a wall that the program's own process
 * puts up, which stands whatever becomes of mounts and ids. Immutable.
 *
 * <p>By default, where the kernel has it, it repeats what the mounts say: everything can be read
 * and executed, and only what is mounted writable can be written; no device can be made anywhere.
 * From Linux 6.12 on, processes outside of the room cannot be signalled either, nor, unless the
 * network is shared, abstract sockets outside be reached. A room that keeps {@link
 * Capability#SYS_ADMIN}, or shares the host's message queues ({@link Namespace#IPC}), has none by
 * default: within a domain nothing can be mounted, and no queue be opened but those of the room's
 * own {@code /dev/mqueue}, which is missing where any capability is kept.
 *
 * @param use whether there is one
 * @param files what can be done where; empty: as it is mounted
 * @param bind TCP ports that can be bound; null: all (Linux 6.7)
 * @param connect TCP ports that can be connected to; null: all (Linux 6.7)
 */
public record Landlock(
    Use use, List<FileRule> files, @Nullable Set<Integer> bind, @Nullable Set<Integer> connect) {

  private static final int MAX_PORT = 65_535;

  private static final Landlock AVAILABLE =
      new Landlock(Use.WHERE_AVAILABLE, List.of(), null, null);

  /** Whether a room has a domain. */
  public enum Use {
    /** Where the kernel has Landlock. */
    WHERE_AVAILABLE,
    /** Or it is an error. */
    REQUIRED,
    /** Never. */
    OFF
  }

  /** What can be done with files. */
  public enum Access {
    /** Opened for reading; directories listed. */
    READ,
    /** Opened for writing, cut, made, moved, removed; device files driven. */
    WRITE,
    /** Executed. */
    EXECUTE
  }

  /**
   * What can be done with a file, or with all that is below a directory; what rules of directories
   * above it grant comes on top.
   *
   * @param path absolute, inside the room; there must be such a file
   * @param access what can be done
   */
  public record FileRule(String path, Set<Access> access) {
    /** Checks the path and copies the set. */
    public FileRule {
      Arguments.requireAbsolutePath(path);
      if (access.isEmpty()) {
        throw new IllegalArgumentException("a rule grants something; what none grants is refused");
      }
      access = Collections.unmodifiableSet(EnumSet.copyOf(access));
    }
  }

  /** Checks the ports and copies the collections. */
  public Landlock {
    files = List.copyOf(files);
    bind = ports(bind);
    connect = ports(connect);
    if (use != Use.REQUIRED && (!files.isEmpty() || bind != null || connect != null)) {
      throw new IllegalArgumentException("rules need Landlock: " + use);
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

  /** The default: a domain that repeats the mounts, where the kernel has Landlock. */
  public static Landlock whereAvailable() {
    return AVAILABLE;
  }

  /** The same, or an error where the kernel has no Landlock. */
  public static Landlock required() {
    return new Landlock(Use.REQUIRED, List.of(), null, null);
  }

  /** None. */
  public static Landlock off() {
    return new Landlock(Use.OFF, List.of(), null, null);
  }

  /**
   * Only what such rules grant can be done with files, instead of what the mounts allow; requires
   * Landlock.
   *
   * @param path absolute, inside the room
   */
  public Landlock file(String path, Access first, Access... more) {
    List<FileRule> all = new ArrayList<>(files);
    all.add(new FileRule(path, EnumSet.of(first, more)));
    return new Landlock(Use.REQUIRED, all, bind, connect);
  }

  /** Only these TCP ports can be bound; none if none is given. Requires Linux 6.7. */
  public Landlock bindTcp(Integer... ports) {
    return new Landlock(Use.REQUIRED, files, Set.of(ports), connect);
  }

  /** Only these TCP ports can be connected to; none if none is given. Requires Linux 6.7. */
  public Landlock connectTcp(Integer... ports) {
    return new Landlock(Use.REQUIRED, files, bind, Set.of(ports));
  }
}
