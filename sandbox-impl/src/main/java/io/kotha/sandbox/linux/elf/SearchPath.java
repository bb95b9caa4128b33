package io.kotha.sandbox.linux.elf;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Expands the variables {@code $ORIGIN}, {@code $PLATFORM} and {@code $LIB} in the library paths of
 * a program.
 *
 * @param origin the directory of the program
 */
record SearchPath(Machine machine, Path origin) {

  /** The kernel opens no longer path; variables in a short entry can make a very long one. */
  private static final int PATH_MAX = 4096;

  /**
   * Returns the directories that an rpath entry stands for. {@code $LIB} gives several, because its
   * value depends on the distribution.
   */
  Stream<Path> expand(String entry) {
    String text = replace(entry, "ORIGIN", origin.toString());
    text = replace(text, "PLATFORM", machine.platform());
    String fixed = text;
    return libraryDirectories(text)
        .map(lib -> replace(fixed, "LIB", lib))
        .filter(path -> path.startsWith("/") && path.indexOf('\0') < 0)
        .filter(path -> path.length() < PATH_MAX)
        .map(path -> Path.of(path).normalize());
  }

  private Stream<String> libraryDirectories(String text) {
    return text.contains("$LIB") || text.contains("${LIB}")
        ? List.of("lib/" + machine.multiarch(), "lib64", "lib").stream()
        : Stream.of("");
  }

  private static String replace(String text, String name, String value) {
    return text.replace("${" + name + "}", value).replace("$" + name, value);
  }
}
