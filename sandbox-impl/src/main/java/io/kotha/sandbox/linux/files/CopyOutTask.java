package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.files.CopyOut;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Copies files out of a room whose processes are all dead. The payload chose every name, so each
 * path is opened beneath the room's root, without following links and without blocking, and the
 * type of the file is read from its descriptor.
 */
public final class CopyOutTask {

  private static final int O_NONBLOCK_NOFOLLOW = 04000 | 0400000;
  private static final int O_NONBLOCK_NOFOLLOW_ARM = 04000 | 0100000;
  private static final int MAX_DEPTH = 64;
  private static final int S_IFMT = 0170000;
  private static final int S_IFREG = 0100000;
  private static final int S_IFDIR = 0040000;

  private final Native kernel;
  private final int root;
  private final CopyOut copy;
  private final LeftOut leftOut;
  private long bytesLeft;
  private int entriesLeft;
  private boolean full;

  /**
   * @param root a descriptor of the room's root
   * @param leftOut receives each file that is not copied
   */
  public CopyOutTask(Native kernel, int root, CopyOut copy, LeftOut leftOut) {
    this.kernel = kernel;
    this.root = root;
    this.copy = copy;
    this.leftOut = leftOut;
    this.bytesLeft = copy.maxBytes().bytes();
    this.entriesLeft = copy.maxFiles();
  }

  /** Copies the file or directory. */
  public void run() {
    copy(copy.source(), copy.target(), 0);
  }

  private void copy(String source, Path target, int depth) {
    int fd = -1;
    try {
      fd = kernel.openInside(root, source, flags());
      Path opened = Path.of("/proc/self/fd/" + fd);
      int mode = number(opened, "mode").intValue();
      if ((mode & S_IFMT) == S_IFDIR) {
        copyDirectory(source, opened, target, depth);
      } else if ((mode & S_IFMT) != S_IFREG) {
        leaveOut(source, "not a regular file");
      } else if (number(opened, "nlink").intValue() != 1) {
        leaveOut(source, "a hard link");
      } else {
        copyFile(source, opened, target, mode, number(opened, "size").longValue());
      }
    } catch (NativeException e) {
      if (e.errno() != Errno.ENOENT || depth > 0) {
        leaveOut(source, e.errno() == Errno.ELOOP ? "a symbolic link" : Errno.name(e.errno()));
      }
    } catch (IOException e) {
      leaveOut(source, e.toString());
    } finally {
      kernel.close(fd);
    }
  }

  private static Number number(Path opened, String attribute) throws IOException {
    return (Number) Files.getAttribute(opened, "unix:" + attribute);
  }

  private void copyDirectory(String source, Path opened, Path target, int depth)
      throws IOException {
    if (depth >= MAX_DEPTH) {
      leaveOut(source, "more than " + MAX_DEPTH + " levels deep");
      return;
    }
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(target); // fails if a link or file has that name
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(opened)) {
      for (Path entry : entries) {
        if (entriesLeft-- == 0) {
          full = true;
          leaveOut(copy.source(), "more than " + copy.maxFiles() + " entries");
        }
        if (full) {
          return;
        }
        String name = entry.getFileName().toString();
        copy(source + "/" + name, target.resolve(name), depth + 1);
      }
    } catch (NotDirectoryException e) {
      leaveOut(source, "changed while it was read");
    }
  }

  /**
   * Copies a file. Counts the bytes that are read: a sparse file may have more than it occupies.
   */
  private void copyFile(String source, Path opened, Path target, int mode, long size)
      throws IOException {
    if (size > bytesLeft) {
      leaveOut(source, "over " + copy.maxBytes());
      return;
    }
    try (InputStream in = Files.newInputStream(opened);
        OutputStream out = create(target, mode)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        bytesLeft -= n;
        if (bytesLeft < 0) {
          throw new IOException("over " + copy.maxBytes());
        }
        out.write(buffer, 0, n);
      }
    } catch (FileAlreadyExistsException e) {
      leaveOut(source, "the target exists: " + target);
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }

  /** Creates a new file without set-id bits, and replaces an older file of that name. */
  private static OutputStream create(Path target, int mode) throws IOException {
    if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(target);
    }
    OutputStream out =
        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if ((mode & 0111) != 0) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return out;
  }

  private static int flags() {
    return System.getProperty("os.arch").equals("amd64")
        ? O_NONBLOCK_NOFOLLOW
        : O_NONBLOCK_NOFOLLOW_ARM;
  }

  private void leaveOut(String source, String reason) {
    leftOut.add(source, reason);
  }
}
