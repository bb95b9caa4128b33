package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The places from which a closure takes the files that a program names in its {@code #!} line or
 * its ELF headers. The program may be hostile: without this check it would choose any script or
 * library of the host that the JVM can read.
 *
 * @param trees the directories of the programs that the caller named, and other directories that
 *     the administrator chose
 */
record TrustedPlaces(List<Path> trees) {

  /** The directories beside {@code bin} in which installed programs keep their own files. */
  private static final List<String> BESIDE_BIN = List.of("lib", "lib32", "lib64", "libexec");

  TrustedPlaces {
    trees = List.copyOf(trees);
  }

  /**
   * Returns the places beside these programs. A directory that every user can write to, such as
   * {@code /tmp}, and the root directory are nobody's own.
   *
   * @param programs paths without symbolic links
   */
  static TrustedPlaces beside(Collection<Path> programs, FileSystemView files) {
    List<Path> trees = new ArrayList<>();
    for (Path program : programs) {
      Path directory = program.getParent();
      if (directory == null || isNobodysOwn(directory, files)) {
        continue;
      }
      trees.add(directory);
      Path above = directory.getParent();
      if (above != null && directory.endsWith("bin") && !isNobodysOwn(above, files)) {
        BESIDE_BIN.forEach(name -> trees.add(above.resolve(name)));
      }
    }
    return new TrustedPlaces(trees);
  }

  private static boolean isNobodysOwn(Path directory, FileSystemView files) {
    return directory.getParent() == null || files.isShared(directory);
  }

  /** Returns these places and more directories. */
  TrustedPlaces and(List<Path> directories) {
    return new TrustedPlaces(Stream.concat(trees.stream(), directories.stream()).toList());
  }

  private boolean isOwn(Path path) {
    return trees.stream().anyMatch(path::startsWith);
  }

  /**
   * Checks a file that a program names. What the kernel shows below {@code /proc}, {@code /sys} and
   * {@code /dev} depends on the process that looks: {@code /proc/self/exe} is the JVM here.
   *
   * @throws UntrustedFileException if it lies in none of the places
   */
  void require(LinkTracer.Trace found, Path namedBy) throws IOException {
    Path file = found.real();
    Optional<Path> shown =
        Stream.concat(found.links().stream().map(ClosureEntry::path), Stream.of(file))
            .filter(path -> SystemPlaces.isShownByKernel(path) && !isOwn(path))
            .findFirst();
    if (shown.isPresent()) {
      throw new UntrustedFileException(
          namedBy
              + " names "
              + shown.get()
              + ", which is not the same file in the room: name a file outside of /proc, /sys and"
              + " /dev");
    }
    if (!SystemPlaces.holdsProgram(file) && !isOwn(file)) {
      throw new UntrustedFileException(
          namedBy
              + " names "
              + file
              + ", which is in no directory of the system or of a program that was named: if you"
              + " trust it, name it too");
    }
  }
}
