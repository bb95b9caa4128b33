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
 * Where the dynamic loader looks for libraries that no program names a place for.
 *
 * @param configured by the administrator; the loader of glibc knows of these by its cache only
 * @param builtIn into the loader
 * @param configuration the file that the loader reads to know the configured ones
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

  /** Of glibc: Debian's directories, then those of the distributions with lib64. */
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

  /** Of musl, which has one text file, in the place of its own directories. */
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

  /** In the order of the search. */
  List<Path> directories() {
    return Stream.concat(configured.stream(), builtIn.stream()).distinct().toList();
  }

  /** Whether the loader has to read its configuration to find what is in a directory. */
  boolean needsConfiguration(Path directory) {
    return configured.contains(directory) && !builtIn.contains(directory);
  }

  private static void addConfigured(
      FileSystemView files, Path file, Set<Path> seen, List<Path> directories) throws IOException {
    if (!seen.add(file)) {
      return; // a file that includes itself
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
      } else if (!first.equals("hwcap")) { // which once meant processors, and names no directory
        words.stream()
            .map(word -> word.replaceFirst("=.*", "")) // an old suffix: the kind of libc
            .filter(word -> word.startsWith("/"))
            .map(Path::of)
            .forEach(directories::add);
      }
    }
  }

  /** Names with wildcards, in the last part only, as {@code ldconfig} is used everywhere. */
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
