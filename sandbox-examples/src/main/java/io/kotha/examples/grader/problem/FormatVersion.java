package io.kotha.examples.grader.problem;

import java.util.Optional;

/** The two generations of the problem package format. */
public enum FormatVersion {
  /** The format before it had version numbers. */
  LEGACY,
  /** The format since the draft 2023-07, which was published as 2025-09. */
  Y2023_07;

  /** Returns the generation of a {@code problem_format_version}, if it is known. */
  static Optional<FormatVersion> of(String version) {
    return switch (version) {
      case "legacy", "legacy-icpc" -> Optional.of(LEGACY);
      case "2023-07", "2023-07-draft", "2025-09", "2025-09-draft", "draft" -> Optional.of(Y2023_07);
      default -> Optional.empty();
    };
  }
}
