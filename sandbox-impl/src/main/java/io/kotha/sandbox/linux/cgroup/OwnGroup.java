package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The group that the JVM was started in, where it was handed over for good: delegated. */
final class OwnGroup {

  /** The leaf for the JVM's own processes, once groups of rooms stand beside them. */
  static final String LEAF = "kotha-self";

  private static final Path SYSTEMD = Path.of("/run/systemd/system");

  private OwnGroup() {}

  /**
   * The JVM's own group, if an ordinary user may make rooms in it: {@code systemd-run --user -p
   * Delegate=yes}, a group of {@code cgcreate -a}, a container. That the directory is the user's is
   * not enough under systemd: it owns every group of his session, and manages it.
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
   * Moves the JVM and its descendants into a leaf of their own: on v2 a group that gives
   * controllers to others may hold no process, save the root of all.
   */
  static void vacate(Path own) throws CgroupAccessException {
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
      makeLeaf(leaf);
      for (long pid : ours) {
        CgroupFile.write(leaf.resolve("cgroup.procs"), Long.toString(pid));
      }
    } catch (IOException e) {
      throw new CgroupAccessException(leaf, e);
    }
  }

  private static void makeLeaf(Path leaf) throws IOException {
    try {
      Files.createDirectory(leaf);
    } catch (FileAlreadyExistsException e) {
      // Another class loader's, of this JVM.
    }
  }

  private static boolean isOwnedBy(Path group, long uid) {
    try {
      return ((Number) Files.getAttribute(group, "unix:uid")).longValue() == uid;
    } catch (IOException e) {
      return false;
    }
  }

  /** As newer versions of systemd mark what they have delegated; 252 does not. */
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
