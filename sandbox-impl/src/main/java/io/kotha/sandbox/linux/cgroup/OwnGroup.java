package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import io.kotha.sandbox.linux.sys.OwnDirectories;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The group that the JVM was started in, if it was delegated to the JVM. */
final class OwnGroup {

  /** The name of the leaf group for the JVM's own processes, a sibling of the rooms' groups. */
  static final String LEAF = "kotha-self";

  private static final Path SYSTEMD = Path.of("/run/systemd/system");

  private OwnGroup() {}

  /**
   * Returns the JVM's own group if an ordinary user may create rooms in it: after {@code
   * systemd-run --user -p Delegate=yes} or {@code cgcreate -a}, or in a container. Under systemd it
   * is not enough that the user owns the directory: the user owns every group of the session, but
   * systemd manages them.
   */
  static Optional<Path> delegated(Hierarchy hierarchy, long uid) {
    return hierarchy
        .ownDirectory()
        .map(Path::of)
        .filter(own -> uid != 0 && !own.equals(Path.of(hierarchy.mountPoint())))
        .filter(own -> isOwnedBy(own, uid))
        .filter(own -> hierarchy.kind() == GroupKind.V1 || !Files.exists(SYSTEMD) || isMarked(own));
  }

  /**
   * Moves the JVM and its descendants into a leaf group. A v2 group other than the root cannot both
   * contain processes and enable controllers for its children ("No Internal Process Constraint" in
   * the kernel's cgroup-v2.rst).
   */
  static void vacate(Path own, OwnDirectories directories) throws CgroupAccessException {
    Path leaf = own.resolve(LEAF);
    try {
      Set<Long> ours =
          Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
              .map(ProcessHandle::pid)
              .collect(Collectors.toSet());
      ours.retainAll(GroupMembers.own(own).collect(Collectors.toSet()));
      if (ours.isEmpty()) {
        return;
      }
      // Kotha in another class loader of this JVM may have made it.
      directories.makeIfMissing(leaf, OwnDirectories.PUBLIC);
      for (long pid : ours) {
        CgroupFile.write(leaf.resolve("cgroup.procs"), Long.toString(pid));
      }
    } catch (IOException e) {
      throw new CgroupAccessException(leaf, e);
    }
  }

  private static boolean isOwnedBy(Path group, long uid) {
    try {
      return ((Number) Files.getAttribute(group, "unix:uid")).longValue() == uid;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns whether systemd marked a group as delegated, which versions up to 252 do not do. */
  private static boolean isMarked(Path group) {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(group, UserDefinedFileAttributeView.class);
    ByteBuffer value = ByteBuffer.allocate(16);
    try {
      int length = view.read("delegate", value);
      return length == 1 && new String(value.array(), 0, 1, StandardCharsets.US_ASCII).equals("1");
    } catch (IOException e) {
      return false; // not marked
    }
  }
}
