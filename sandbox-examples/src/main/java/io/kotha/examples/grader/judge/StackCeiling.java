package io.kotha.examples.grader.judge;

import io.kotha.sandbox.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The grader's hard limit of stack size, which an unprivileged process can only lower. */
final class StackCeiling {

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern HARD = Pattern.compile("(?m)^Max stack size\\s+\\S+\\s+(\\d+)\\s");

  private StackCeiling() {}

  static MemorySize ofHost() {
    try {
      Matcher matcher = HARD.matcher(Files.readString(LIMITS));
      return MemorySize.bytes(matcher.find() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE);
    } catch (IOException | NumberFormatException e) {
      return MemorySize.bytes(Long.MAX_VALUE);
    }
  }
}
