package io.kotha.sandbox.linux.proc;

import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a process file system, each by its path below it. */
interface ProcFiles {

  /** Returns the pids of all processes that the file system shows. */
  List<Long> pids() throws IOException;

  /** Reads a file, one character a byte. */
  String text(String path) throws IOException;

  /** Reads the first bytes of a file, one character a byte. */
  String text(String path, int max) throws IOException;

  /** Reads a symbolic link. */
  String link(String path) throws IOException;

  /** Returns whether there is such a file. */
  boolean exists(String path);

  /** Returns the files below {@code /proc}. */
  static ProcFiles ofHost() {
    return new Mounted(Path.of("/proc"));
  }

  /**
   * Files of a mounted file system.
   *
   * @param root the mount point
   */
  record Mounted(Path root) implements ProcFiles {

    @Override
    public List<Long> pids() throws IOException {
      List<Long> pids = new ArrayList<>();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
        for (Path entry : entries) {
          String name = String.valueOf(entry.getFileName());
          if (name.matches("[1-9]\\d{0,9}")) {
            pids.add(Long.parseLong(name));
          }
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      return pids;
    }

    @Override
    public String text(String path) throws IOException {
      return PseudoFile.read(root.resolve(path).toString());
    }

    @Override
    public String text(String path, int max) throws IOException {
      return PseudoFile.read(root.resolve(path).toString(), max);
    }

    @Override
    public String link(String path) throws IOException {
      return Files.readSymbolicLink(root.resolve(path)).toString();
    }

    @Override
    public boolean exists(String path) {
      return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
