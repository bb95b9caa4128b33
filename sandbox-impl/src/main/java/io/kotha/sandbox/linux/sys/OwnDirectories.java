package io.kotha.sandbox.linux.sys;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * Makes directories that no other user of the host can change, with a mode that does not depend on
 * the JVM's umask. In a directory that others may write to, they could rename the group of a live
 * room, or replace the lock files of host ids.
 */
public final class OwnDirectories {

  /** Everybody may read, the owner may write. */
  public static final String PUBLIC = "rwxr-xr-x";

  /** Nobody but the owner has access. */
  public static final String PRIVATE = "rwx------";

  private static final int S_IFMT = 0170000;
  private static final int S_IFDIR = 0040000;
  private static final int STICKY = 01000;
  private static final int WRITABLE_BY_OTHERS = 0022;

  private final long uid;

  /** Mode and owner of a file; of a link itself. */
  private record Found(int mode, long owner) {

    static Found at(Path file) throws IOException {
      Map<String, Object> found =
          Files.readAttributes(file, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
      return new Found(
          (Integer) requireNonNull(found.get("mode")),
          Integer.toUnsignedLong((Integer) requireNonNull(found.get("uid"))));
    }

    boolean isDirectory() {
      return (mode & S_IFMT) == S_IFDIR;
    }

    boolean isWritableByOthers() {
      return (mode & WRITABLE_BY_OTHERS) != 0;
    }

    boolean isSticky() {
      return (mode & STICKY) != 0;
    }
  }

  /**
   * Creates the directories of a user.
   *
   * @param uid the JVM's effective uid
   */
  public OwnDirectories(long uid) {
    this.uid = uid;
  }

  /**
   * Makes a directory.
   *
   * @throws FileAlreadyExistsException if the name is in use
   */
  public void make(Path directory, String mode) throws IOException {
    Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(mode);
    Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(wanted));
    PosixFileAttributeView made =
        Files.getFileAttributeView(
            directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!made.readAttributes().permissions().equals(wanted)) {
      made.setPermissions(wanted); // The umask has removed bits.
    }
  }

  /**
   * Makes a directory unless it exists.
   *
   * @throws UnsafeDirectoryException if it exists and is a link, belongs to another user, or can be
   *     changed by others; the sticky bit does not help, because they could make files in it
   */
  public void makeIfMissing(Path directory, String mode) throws IOException {
    try {
      make(directory, mode);
    } catch (FileAlreadyExistsException e) {
      requireSafe(directory);
    }
  }

  /**
   * Makes a directory and its missing parents, which everybody may read.
   *
   * @throws UnsafeDirectoryException if the directory is unsafe, or if another user can replace it
   *     or a directory above it
   */
  public void makeWithParents(Path directory, String mode) throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      if (Files.isDirectory(parent)) {
        requireSafeWay(parent);
      } else {
        makeWithParents(parent, PUBLIC);
      }
    }
    makeIfMissing(directory, mode);
  }

  /** Checks every directory of a path, which may have links of the administrator. */
  private void requireSafeWay(Path path) throws IOException {
    for (Path named = path; named != null; named = named.getParent()) {
      for (Path at = named.toRealPath(); at != null; at = at.getParent()) {
        requireSafeParent(at);
      }
    }
  }

  private void requireSafe(Path directory) throws IOException {
    Found found = Found.at(directory);
    if (!found.isDirectory()) {
      throw new UnsafeDirectoryException(
          directory, "is not a directory", "run: sudo mv " + directory + " " + directory + ".old");
    } else if (!isOurs(found)) {
      throw foreign(directory, found, remedy(directory, "sudo chown " + uid));
    } else if (found.isWritableByOthers()) {
      throw writable(
          directory,
          found,
          // Such as /tmp, whose mode must stay.
          found.isSticky()
              ? "use a directory in it, such as " + directory.resolve("kotha")
              : remedy(directory, "sudo chmod go-w"));
    }
  }

  /** Others may write to a sticky directory: there they cannot replace a directory of ours. */
  private void requireSafeParent(Path directory) throws IOException {
    Found found = Found.at(directory);
    if (!isOurs(found)) {
      throw foreign(directory, found, "use a directory that lies only in directories of root");
    } else if (found.isWritableByOthers() && !found.isSticky()) {
      throw writable(directory, found, remedy(directory, "sudo chmod go-w"));
    }
  }

  private boolean isOurs(Found found) {
    return found.owner() == 0 || found.owner() == uid;
  }

  private static UnsafeDirectoryException foreign(Path directory, Found found, String remedy) {
    return new UnsafeDirectoryException(
        directory,
        "belongs to uid " + found.owner() + ", who can replace everything in it",
        remedy);
  }

  private static UnsafeDirectoryException writable(Path directory, Found found, String remedy) {
    return new UnsafeDirectoryException(
        directory,
        "is writable by other users, who can replace everything in it (mode "
            + Integer.toOctalString(found.mode() & ~S_IFMT)
            + ")",
        remedy);
  }

  private static String remedy(Path directory, String command) {
    return "run: " + command + " " + directory + ", and remove what other users have made in it";
  }
}
