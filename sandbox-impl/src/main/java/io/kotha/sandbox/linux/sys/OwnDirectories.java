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
   *     changed by others
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
   * @throws UnsafeDirectoryException if the directory or its parent is unsafe: whoever may write to
   *     the parent can replace the directory
   */
  public void makeWithParents(Path directory, String mode) throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      if (Files.isDirectory(parent)) {
        requireSafe(parent.toRealPath()); // The administrator may reach it through a link.
      } else {
        makeWithParents(parent, PUBLIC);
      }
    }
    makeIfMissing(directory, mode);
  }

  private void requireSafe(Path directory) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(directory, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) requireNonNull(found.get("mode"));
    long owner = Integer.toUnsignedLong((Integer) requireNonNull(found.get("uid")));
    if ((mode & S_IFMT) != S_IFDIR) {
      throw new UnsafeDirectoryException(
          directory, "is not a directory", "run: sudo mv " + directory + " " + directory + ".old");
    } else if (owner != 0 && owner != uid) {
      throw new UnsafeDirectoryException(
          directory,
          "belongs to uid " + owner + ", who can replace everything in it",
          remedy(directory, "sudo chown " + uid));
    } else if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
      throw new UnsafeDirectoryException(
          directory,
          "is writable by other users, who can replace everything in it (mode "
              + Integer.toOctalString(mode & ~S_IFMT)
              + ")",
          remedy(directory, "sudo chmod go-w"));
    }
  }

  private static String remedy(Path directory, String command) {
    return "run: " + command + " " + directory + ", and remove what other users have made in it";
  }
}
