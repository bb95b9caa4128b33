package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.PackageFile;
import io.kotha.examples.grader.input.PackageTree;
import io.kotha.examples.grader.input.YamlMap;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time limit of a problem: {@code limits.time_limit} of the format 2023-07, DOMjudge's {@code
 * .timelimit} or {@code domjudge-problem.ini}, or else DOMjudge's default.
 */
final class TimeLimit {

  /** DOMjudge's default: 10 seconds. */
  static final Duration DEFAULT = Duration.ofSeconds(10);

  private static final double MAX_SECONDS = 3600;
  private static final Pattern INI =
      Pattern.compile("(?m)^\\s*timelimit\\s*=\\s*[\"']?([^\"'\\s]+)[\"']?\\s*$");

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
    Matcher matcher = INI.matcher(file.get().text(1 << 16));
    return matcher.find() ? Optional.of(parse(file.get(), matcher.group(1))) : Optional.empty();
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
