package io.kotha.examples.grader.report;

import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Expectation;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.sandbox.MemorySize;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Formatting of figures, shared by all reports. A figure that the host does not measure is a dash.
 */
final class Figures {

  static final String NONE = "–";

  private Figures() {}

  static String time(Optional<Duration> time) {
    return time.map(value -> format("%.3f s", value.toNanos() / 1e9)).orElse(NONE);
  }

  static String memory(OptionalLong bytes) {
    return bytes.isPresent() ? format("%.1f MiB", bytes.getAsLong() / 1048576.0) : NONE;
  }

  /** Formats a time limit in seconds, without trailing zeros. */
  static String limit(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  /** Formats a memory limit, with a blank before its unit. */
  static String limit(MemorySize size) {
    return size.toString().replaceFirst("(?<=\\d)(?=[A-Za-z])", " ");
  }

  static String expected(Expectation expectation) {
    return expectation.judgements().isEmpty()
        ? "folder and tag disagree"
        : expectation.judgements().stream().map(Judgement::name).collect(Collectors.joining(" "));
  }

  static String agrees(SubmissionResult result) {
    if (result.judgement() == Judgement.SKIPPED) {
      return NONE;
    }
    return result.agrees() ? "yes" : "NO";
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
