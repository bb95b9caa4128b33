package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.PackageFile;
import io.kotha.examples.grader.input.PackageTree;
import io.kotha.examples.grader.input.YamlMap;
import java.time.Duration;
import java.util.Optional;

/**
 * The time limit of a problem: {@code limits.time_limit} of the format 2023-07, DOMjudge's {@code
 * .timelimit} or {@code domjudge-problem.ini}, or else DOMjudge's default.
 */
final class TimeLimit {

  /** DOMjudge's default: 10 seconds. */
  static final Duration DEFAULT = Duration.ofSeconds(10);

  private static final double MAX_SECONDS = 3600;

  private TimeLimit() {}

  static Duration of(PackageTree tree, YamlMap limits) throws InputException {
    Optional<Duration> byYaml =
        limits.has("time_limit")
            ? Optional.of(ProblemLimits.seconds(limits.number("time_limit", 1, MAX_SECONDS)))
            : Optional.empty();
    Optional<PackageFile> file = tree.file(".timelimit");
    Optional<Duration> byFile =
        file.isPresent()
            ? Optional.of(parse(file.get(), file.get().text(1000).trim()))
            : Optional.empty();
    if (byYaml.isPresent() && byFile.isPresent() && !byYaml.equals(byFile)) {
      throw limits.complaint("time_limit", "contradicts the file .timelimit");
    }
    Optional<Duration> found = byYaml.or(() -> byFile);
    return found.isPresent() ? found.get() : byIni(tree).orElse(DEFAULT);
  }

  private static Optional<Duration> byIni(PackageTree tree) throws InputException {
    Optional<PackageFile> file = tree.file("domjudge-problem.ini");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    // No regular expression: one with several runs of white space backtracks on hostile text.
    Optional<String> value =
        file.get().text(1 << 16).lines().flatMap(line -> ofLine(line).stream()).findFirst();
    return value.isPresent() ? Optional.of(parse(file.get(), value.get())) : Optional.empty();
  }

  /** Returns the value if the line is {@code timelimit = VALUE}, without its quotes. */
  private static Optional<String> ofLine(String line) {
    int equals = line.indexOf('=');
    if (equals < 0 || !line.substring(0, equals).strip().equals("timelimit")) {
      return Optional.empty();
    }
    String value = line.substring(equals + 1).strip();
    int from = !value.isEmpty() && isQuote(value.charAt(0)) ? 1 : 0;
    int to = value.length();
    String plain = value.substring(from, to > from && isQuote(value.charAt(to - 1)) ? to - 1 : to);
    boolean isWord = plain.chars().noneMatch(c -> isQuote(c) || Character.isWhitespace(c));
    return isWord && !plain.isEmpty() ? Optional.of(plain) : Optional.empty();
  }

  private static boolean isQuote(int c) {
    return c == '"' || c == '\'';
  }

  private static Duration parse(PackageFile file, String text) throws InputException {
    try {
      double seconds = Double.parseDouble(text);
      if (seconds > 0 && seconds <= MAX_SECONDS) {
        return ProblemLimits.seconds(seconds);
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new InputException(
        file.name(), "must be a time limit in seconds, above 0 and at most 3600");
  }
}
