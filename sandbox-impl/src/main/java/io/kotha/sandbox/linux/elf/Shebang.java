package io.kotha.sandbox.linux.elf;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The first line of a script.
 *
 * @param interpreter the program that the kernel runs
 * @param command the command that {@code env} searches in the {@code PATH}, if {@code env} is the
 *     interpreter
 */
record Shebang(String interpreter, Optional<String> command) {

  /** The number of bytes that the kernel reads ({@code BINPRM_BUF_SIZE}). */
  static final int MAX_LENGTH = 256;

  /** Parses the start of a file; empty if it is not a script. */
  static Optional<Shebang> parse(ByteBuffer start) {
    ByteBuffer read = start.slice(0, Math.min(start.limit(), MAX_LENGTH));
    String text = StandardCharsets.UTF_8.decode(read).toString();
    if (!text.startsWith("#!")) {
      return Optional.empty();
    }
    List<String> words =
        Splitter.on(CharMatcher.anyOf(" \t"))
            .omitEmptyStrings()
            .splitToList(text.substring(2).split("[\n\0]", 2)[0]);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    boolean env = words.get(0).endsWith("/env");
    return Optional.of(
        new Shebang(
            words.get(0),
            words.stream()
                .skip(1)
                .filter(word -> env && !word.startsWith("-") && !word.contains("="))
                .findFirst()));
  }
}
