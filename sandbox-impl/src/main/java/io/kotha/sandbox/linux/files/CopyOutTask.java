package io.kotha.sandbox.linux.files;

import static io.kotha.sandbox.linux.sys.FileCalls.O_CREAT_EXCL;
import static io.kotha.sandbox.linux.sys.FileCalls.O_DIRECTORY;
import static io.kotha.sandbox.linux.sys.FileCalls.O_NOFOLLOW;
import static io.kotha.sandbox.linux.sys.FileCalls.O_PATH;
import static io.kotha.sandbox.linux.sys.FileCalls.O_RDONLY;
import static io.kotha.sandbox.linux.sys.FileCalls.O_WRONLY;

import io.kotha.sandbox.files.CopyOut;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.FileCalls;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Copies files out of a room whose processes are all dead. The payload chose every name, so each
 * path is opened beneath the room's root, without following links and without blocking, and the
 * type of the file is read from its descriptor. The copies are made beneath descriptors too: an
 * earlier room may have left links in the target, and a running one may be making them.
 */
public final class CopyOutTask {

  private static final int MAX_DEPTH = 64;
  private static final int NEW_FILE = 0666;
  private static final int PROGRAM = 0755;
  private static final int EXECUTABLE = 0111;

  private final Native kernel;
  private final FileCalls calls;
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
    this.calls = new FileCalls(kernel);
    this.root = root;
    this.copy = copy;
    this.leftOut = leftOut;
    this.bytesLeft = copy.maxBytes().bytes();
    this.entriesLeft = copy.maxFiles();
  }

  /** Copies the file or directory. */
  public void run() {
    Path target = copy.target().toAbsolutePath().normalize();
    Path name = target.getFileName();
    Path parent = target.getParent();
    int fd = -1;
    int directory = -1;
    try {
      fd = calls.openInside(root, copy.source(), O_RDONLY);
      if (name == null || parent == null) {
        throw new IOException("the target has no name: " + target);
      }
      directory = new CallerFiles(kernel).directory(parent);
      copy(copy.source(), fd, directory, name.toString(), 0);
    } catch (NativeException e) {
      if (e.errno() != Errno.ENOENT) {
        leftOut.add(copy.source(), reason(e));
      }
    } catch (IOException e) {
      leftOut.add(copy.source(), String.valueOf(e.getMessage()));
    } finally {
      kernel.close(directory);
      kernel.close(fd);
    }
  }

  private void copyEntry(String source, int directory, String name, int depth) {
    int fd = -1;
    try {
      fd = calls.openInside(root, source, O_RDONLY);
      copy(source, fd, directory, name, depth);
    } catch (NativeException e) {
      leftOut.add(source, reason(e));
    } catch (IOException e) {
      leftOut.add(source, String.valueOf(e.getMessage()));
    } finally {
      kernel.close(fd);
    }
  }

  private static String reason(NativeException e) {
    return e.errno() == Errno.ELOOP ? "a symbolic link" : Errno.name(e.errno());
  }

  /** Copies what a descriptor names to a name in a directory. */
  private void copy(String source, int fd, int directory, String name, int depth)
      throws IOException {
    FileCalls.Status status = calls.status(fd);
    if (status.isDirectory()) {
      copyDirectory(source, fd, directory, name, depth);
    } else if (!status.isRegular()) {
      leftOut.add(source, "not a regular file");
    } else if (status.links() != 1) {
      leftOut.add(source, "a hard link");
    } else if (status.size() > bytesLeft) {
      leftOut.add(source, "over " + copy.maxBytes());
    } else {
      copyFile(fd, directory, name, status.mode());
    }
  }

  private void copyDirectory(String source, int fd, int directory, String name, int depth)
      throws IOException {
    if (depth >= MAX_DEPTH) {
      leftOut.add(source, "more than " + MAX_DEPTH + " levels deep");
      return;
    }
    int to = directoryIn(directory, name);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(FileCalls.link(fd)))) {
      for (Path entry : entries) {
        if (entriesLeft-- == 0) {
          full = true;
          leftOut.add(copy.source(), "more than " + copy.maxFiles() + " entries");
        }
        if (full) {
          return;
        }
        String below = entry.getFileName().toString();
        copyEntry(source + "/" + below, to, below, depth + 1);
      }
    } catch (NotDirectoryException e) {
      leftOut.add(source, "changed while it was read");
    } finally {
      kernel.close(to);
    }
  }

  private int directoryIn(int directory, String name) throws IOException {
    try {
      calls.makeDirectory(directory, name);
    } catch (NativeException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    try {
      return calls.openBelow(directory, name, O_PATH | O_DIRECTORY, 0);
    } catch (NativeException e) {
      throw e.errno() == Errno.ELOOP || e.errno() == Errno.ENOTDIR ? targetExists(name) : e;
    }
  }

  /**
   * Copies a file. Counts the bytes that are read: a sparse file may have more than it occupies.
   */
  private void copyFile(int fd, int directory, String name, int mode) throws IOException {
    int created = create(directory, name);
    try (InputStream in = Files.newInputStream(Path.of(FileCalls.link(fd)));
        OutputStream out =
            Files.newOutputStream(Path.of(FileCalls.link(created)), StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        bytesLeft -= n;
        if (bytesLeft < 0) {
          throw new IOException("over " + copy.maxBytes());
        }
        out.write(buffer, 0, n);
      }
      if ((mode & EXECUTABLE) != 0) {
        calls.changeMode(created, PROGRAM);
      }
    } catch (IOException e) {
      calls.remove(directory, name);
      throw e;
    } finally {
      kernel.close(created);
    }
  }

  /** Creates a new file without set-id bits, and replaces an older file of that name. */
  private int create(int directory, String name) throws IOException {
    try {
      return calls.openBelow(directory, name, O_WRONLY | O_CREAT_EXCL, NEW_FILE);
    } catch (NativeException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    int older = calls.openBelow(directory, name, O_PATH | O_NOFOLLOW, 0);
    try {
      if (!calls.status(older).isRegular()) {
        throw targetExists(name);
      }
    } finally {
      kernel.close(older);
    }
    calls.remove(directory, name);
    return calls.openBelow(directory, name, O_WRONLY | O_CREAT_EXCL, NEW_FILE);
  }

  private IOException targetExists(String name) {
    return new IOException("the target exists: " + name + " in " + copy.target());
  }
}
