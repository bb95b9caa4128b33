package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.linux.cgroup.CgroupBases;
import java.nio.file.Path;

/**
 * What the groups of a room are called.
 *
 * @param directoryName of each of its groups
 * @param place where it stands
 */
public record RoomName(String directoryName, Place place) {

  public static final String NAMED_PREFIX = "name-";

  /** Where a room's group stands. */
  public enum Place {
    /** In the group of its JVM. */
    JVM,
    /** Beside the groups of all JVMs, so that the kernel refuses a second one of that name. */
    PARENT
  }

  /** Of a room that nobody named. */
  public static RoomName numbered(long number) {
    return new RoomName("room-" + number, Place.JVM);
  }

  /** Of a named room; see {@link CgroupBases#claim}. */
  public static RoomName named(String name) {
    return new RoomName(NAMED_PREFIX + name, Place.PARENT);
  }

  public Path directory(Branch branch) {
    Path jvm = Path.of(branch.directory());
    return switch (place) {
      case JVM -> jvm.resolve(directoryName);
      case PARENT -> jvm.resolveSibling(directoryName);
    };
  }
}
