package io.kotha.sandbox.linux.elf;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directories that hold the system itself. Root alone writes there, and nobody lets a room
 * write there, so that their links and files are not those of an attacker.
 *
 * <p>The owner alone proves nothing: a room of a root JVM can make files of uid 0 in a directory
 * that is bound writable.
 */
public final class SystemPlaces {

  /** Trees of programs and libraries. */
  private static final List<Path> PROGRAMS =
      Stream.of(
              "/usr",
              "/bin",
              "/sbin",
              "/lib",
              "/lib32",
              "/lib64",
              "/libx32",
              "/nix/store",
              "/gnu/store")
          .map(Path::of)
          .toList();

  /** Packages that are installed beside those of the distribution. */
  private static final Path OPTIONAL = Path.of("/opt");

  private static final Path CONFIGURATION = Path.of("/etc");

  /** Directories whose own entries are the system's, but not what is below: /var/run, /run/lock. */
  private static final List<Path> TOPS = Stream.of("/", "/run", "/var").map(Path::of).toList();

  /** Mount points of the kernel's own file systems. */
  private static final List<Path> KERNEL =
      Stream.of("/proc", "/sys", "/dev").map(Path::of).toList();

  private SystemPlaces() {}

  /** Returns whether the kernel or a device driver makes what is at a path. */
  static boolean isShownByKernel(Path path) {
    return KERNEL.stream().anyMatch(path::startsWith);
  }

  /** Returns whether a file is a program or library of the system. */
  static boolean holdsProgram(Path file) {
    return file.startsWith(OPTIONAL) || PROGRAMS.stream().anyMatch(file::startsWith);
  }

  /** Returns whether a symbolic link in a directory is the system's, if root owns both. */
  public static boolean holdsLinks(Path directory) {
    return TOPS.contains(directory)
        || directory.startsWith(CONFIGURATION)
        || PROGRAMS.stream().anyMatch(directory::startsWith);
  }
}
