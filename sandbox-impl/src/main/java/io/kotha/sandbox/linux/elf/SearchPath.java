package io.kotha.sandbox.linux.elf;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Expands what a program says about where its libraries are. */
record SearchPath(Machine machine, Path origin) {

  /** The directories that an entry of an rpath stands for; several, where the host decides. */
  Stream<Path> expand(String entry) {
    String text = replace(entry, "ORIGIN", origin.toString());
    text = replace(text, "PLATFORM", machine.platform());
    String fixed = text;
    return libraryDirectories(text)
        .map(lib -> replace(fixed, "LIB", lib))
        .filter(path -> path.startsWith("/") && path.indexOf('\0') < 0)
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
