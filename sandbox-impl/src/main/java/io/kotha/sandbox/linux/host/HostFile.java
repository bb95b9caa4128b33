package io.kotha.sandbox.linux.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files of {@code /proc}, {@code /sys} and {@code /etc} as text. */
final class HostFile {

  private HostFile() {}

  /** The whole text; empty if it cannot be read. */
  static Optional<String> text(String path) {
    try {
      return Optional.of(Files.readString(Path.of(path), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
