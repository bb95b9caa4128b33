package io.kotha.sandbox.linux.elf;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directories that the dynamic loader searches by default.
 *
 * @param configured the directories that the administrator configured; the loader of glibc finds
 *     libraries in them only through its cache
 * @param builtIn the directories that are built into the loader
 * @param configuration the file from which the loader learns the configured directories
 */
record LibraryPath(List<Path> configured, List<Path> builtIn, Path configuration) {

  private static final Path LD_SO_CONF = Path.of("/etc/ld.so.conf");
  private static final Path LD_SO_CACHE = Path.of("/etc/ld.so.cache");
  private static final CharMatcher SEPARATORS = CharMatcher.anyOf(":, \t");
  private static final int MAX_CONFIGURATION = 1 << 20;

  LibraryPath {
    configured = List.copyOf(configured);
    builtIn = List.copyOf(builtIn);
  }

  /** Returns the path of glibc: Debian's directories, then those of distributions with lib64. */
  static LibraryPath glibc(FileSystemView files, Machine machine) throws IOException {
    List<Path> configured = new ArrayList<>();
    addConfigured(files, LD_SO_CONF, new HashSet<>(), configured);
    List<Path> builtIn =
        Stream.of(
                "/lib/" + machine.multiarch(),
                "/usr/lib/" + machine.multiarch(),
                "/lib64",
                "/usr/lib64",
                "/lib",
                "/usr/lib")
            .map(Path::of)
            .toList();
    return new LibraryPath(configured, builtIn, LD_SO_CACHE);
  }

  /**
   * Returns the path of musl, whose configuration is a text file that replaces the built-in path.
   */
  static LibraryPath musl(FileSystemView files, Machine machine) throws IOException {
    Path file = Path.of("/etc/ld-musl-" + machine.platform() + ".path");
    List<Path> configured = new ArrayList<>();
    for (String line : lines(files, file)) {
      Splitter.on(':')
          .trimResults()
          .omitEmptyStrings()
          .splitToStream(line)
          .map(Path::of)
          .forEach(configured::add);
    }
    List<Path> builtIn = Stream.of("/lib", "/usr/local/lib", "/usr/lib").map(Path::of).toList();
    return new LibraryPath(configured, configured.isEmpty() ? builtIn : List.of(), file);
  }

  /** Returns all directories in the order of the search. */
  List<Path> directories() {
    return Stream.concat(configured.stream(), builtIn.stream()).distinct().toList();
  }

  /** Returns whether the loader needs its configuration file to find libraries in a directory. */
  boolean needsConfiguration(Path directory) {
    return configured.contains(directory) && !builtIn.contains(directory);
  }

  private static void addConfigured(
      FileSystemView files, Path file, Set<Path> seen, List<Path> directories) throws IOException {
    if (!seen.add(file)) {
      return; // included before: a file may include itself
    }
    for (String line : lines(files, file)) {
      List<String> words =
          Splitter.on(SEPARATORS)
              .omitEmptyStrings()
              .splitToList(line.contains("#") ? line.substring(0, line.indexOf('#')) : line);
      String first = words.isEmpty() ? "hwcap" : words.get(0);
      if (first.equals("include")) {
        for (String pattern : words.subList(1, words.size())) {
          for (Path included : matching(files, file.resolveSibling(pattern))) {
            addConfigured(files, included, seen, directories);
          }
        }
      } else if (!first.equals("hwcap")) { // an obsolete keyword that names no directory
        words.stream()
            .map(word -> word.replaceFirst("=.*", "")) // an obsolete suffix: the type of libc
            .filter(word -> word.startsWith("/"))
            .map(Path::of)
            .forEach(directories::add);
      }
    }
  }

  /**
   * Returns the files that match an {@code include} pattern. Wildcards are supported in the last
   * part only: distributions use no others.
   */
  private static List<Path> matching(FileSystemView files, Path pattern) {
    Path directory = pattern.getParent();
    if (directory == null) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.getFileName());
    return files.list(directory).stream()
        .filter(file -> matcher.matches(file.getFileName()))
        .toList();
  }

  private static List<String> lines(FileSystemView files, Path file) throws IOException {
    LinkTracer.Trace trace = new LinkTracer(files).trace(file);
    if (!trace.isFile()) {
      return List.of();
    }
    try (ByteSource bytes = files.open(trace.real())) {
      ByteBuffer text = bytes.upTo(0, MAX_CONFIGURATION);
      return StandardCharsets.UTF_8.decode(text).toString().lines().toList();
    }
  }
}
