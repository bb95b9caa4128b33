package io.kotha.sandbox.linux.files;

import static io.kotha.sandbox.linux.sys.FileCalls.O_CREAT_EXCL;
import static io.kotha.sandbox.linux.sys.FileCalls.O_DIRECTORY;
import static io.kotha.sandbox.linux.sys.FileCalls.O_PATH;
import static io.kotha.sandbox.linux.sys.FileCalls.O_RDONLY;
import static io.kotha.sandbox.linux.sys.FileCalls.O_WRONLY;

import io.kotha.sandbox.linux.elf.LinkTracer;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.FileCalls;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens the files that a caller names; nothing else in the provider does.
 *
 * <p>An earlier room may have written to any directory of such a path. So only symbolic links of
 * the system are followed ({@code /bin}, {@code /var/run}): they are resolved first, and the result
 * is opened without following any link, so that a link that was made since is an error. Only
 * regular files are opened, and no open blocks.
 */
public final class CallerFiles {

  private static final int NEW_FILE = 0644;

  private final Native kernel;
  private final FileCalls calls;

  /** Creates the files of this kernel's callers. */
  public CallerFiles(Native kernel) {
    this.kernel = kernel;
    this.calls = new FileCalls(kernel);
  }

  /**
   * Returns a path without symbolic links, which need not exist. Open it without following links.
   *
   * @throws RefusedPathException if the path has a symbolic link that is not the system's
   */
  static Path resolve(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    HostLinks links = new HostLinks();
    LinkTracer.Trace trace = new LinkTracer(links).trace(absolute);
    if (trace.foreignLink(links).isPresent()) {
      throw linkRefused(path);
    }
    return trace.real();
  }

  private static RefusedPathException linkRefused(Path path) {
    return new RefusedPathException(
        path,
        Errno.ELOOP,
        "no symbolic link is followed"
            + real(path)
                .map(real -> "; give " + real + " instead (Path.toRealPath())")
                .orElse("; remove the link"));
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Opens a file for reading.
   *
   * @param instead a remedy if it is no regular file
   * @return a descriptor of the caller of this method
   */
  public int read(Path file, String instead) throws IOException {
    return open(file, O_RDONLY, instead);
  }

  /**
   * Opens a file for writing. Creates it if it is missing, and otherwise makes it empty.
   *
   * @param instead a remedy if it is no regular file
   * @return a descriptor of the caller of this method
   */
  public int write(Path file, String instead) throws IOException {
    try {
      int fd = open(file, O_WRONLY, instead);
      calls.truncate(fd);
      return fd;
    } catch (RefusedPathException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
      return create(file);
    }
  }

  private int open(Path file, int flags, String instead) throws IOException {
    int named = named(file, O_PATH);
    try {
      FileCalls.Status status = calls.status(named);
      if (!status.isRegular()) {
        throw new RefusedPathException(
            file, Errno.EINVAL, "it is " + status.type() + ", not a regular file; " + instead);
      }
      int fd = calls.reopen(named, flags);
      calls.clearFlags(fd);
      return fd;
    } catch (NativeException e) {
      throw refused(file, e);
    } finally {
      kernel.close(named);
    }
  }

  private int create(Path file) throws IOException {
    try {
      int fd = calls.open(resolve(file).toString(), O_WRONLY | O_CREAT_EXCL, NEW_FILE);
      calls.clearFlags(fd);
      return fd;
    } catch (NativeException e) {
      throw refused(file, e);
    }
  }

  /** Opens a path without symbolic links for random access. */
  RandomAccessFile open(Path file) throws IOException {
    int fd = open(file, O_RDONLY, "a program or library is one");
    try {
      return new RandomAccessFile(FileCalls.link(fd), "r");
    } finally {
      kernel.close(fd);
    }
  }

  /**
   * Returns a descriptor that names a file of any type, and opens nothing ({@code O_PATH}). The
   * caller of this method owns it.
   */
  public int name(Path file) throws IOException {
    return named(file, O_PATH);
  }

  /** Returns a descriptor that names a directory; a directory that is missing is an error. */
  int directory(Path directory) throws IOException {
    return named(directory, O_PATH | O_DIRECTORY);
  }

  private int named(Path path, int flags) throws IOException {
    try {
      return calls.open(resolve(path).toString(), flags, 0);
    } catch (NativeException e) {
      throw refused(path, e);
    }
  }

  private static RefusedPathException refused(Path path, NativeException e) {
    return e.errno() == Errno.ELOOP
        ? linkRefused(path)
        : new RefusedPathException(path, e.errno(), "");
  }
}
