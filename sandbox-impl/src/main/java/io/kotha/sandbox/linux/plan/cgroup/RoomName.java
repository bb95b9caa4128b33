package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.linux.cgroup.CgroupBases;
import java.nio.file.Path;

/**
 * The name of a room's groups.
 *
 * @param directoryName the directory name of each group
 * @param place the group that contains them
 */
public record RoomName(String directoryName, Place place) {

  /** The prefix of the directories of named rooms. */
  public static final String NAMED_PREFIX = "name-";

  /** The group that contains a room's group. */
  public enum Place {
    /** The group of the room's JVM; for a program, that of its room or of a process. */
    JVM,
    /** The parent of all JVMs' groups, so that the kernel refuses a second room of that name. */
    PARENT
  }

  /** Returns the name of the groups of an unnamed room. */
  public static RoomName numbered(long number) {
    return new RoomName("room-" + number, Place.JVM);
  }

  /** Returns the name of the groups of a program in a room that lives. */
  public static RoomName program(long number) {
    return new RoomName("program-" + number, Place.JVM);
  }

  /**
   * Returns the name of the groups of a program in those of a process, where other JVMs may have
   * programs, too.
   *
   * @param zygote a name that no other zygote has
   */
  public static RoomName entered(String zygote, long number) {
    return new RoomName("kotha-" + zygote + "-" + number, Place.JVM);
  }

  /** Returns the name of the groups of a named room; see {@link CgroupBases#claim}. */
  public static RoomName named(String name) {
    return new RoomName(NAMED_PREFIX + name, Place.PARENT);
  }

  /** Returns the directory of the room's group in a branch. */
  public Path directory(Branch branch) {
    Path jvm = Path.of(branch.directory());
    return switch (place) {
      case JVM -> jvm.resolve(directoryName);
      case PARENT -> jvm.resolveSibling(directoryName);
    };
  }
}
