package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.YamlMap;
import io.kotha.sandbox.MemorySize;
import java.time.Duration;

/**
 * The limits of a problem's programs. The defaults are the format's "typical system default".
 *
 * @param time CPU time of a submission on one test case
 * @param memory memory of a submission; 2048 MiB by default
 * @param output standard output and standard error of a submission together; 8 MiB by default
 * @param code total size of a submission's files; 128 KiB by default
 * @param compilation budget of a compilation; 60 s and 2048 MiB by default
 * @param validation budget of one validator run; 60 s and 2048 MiB by default
 * @param validationOutput output of a validator; 8 MiB by default
 */
public record ProblemLimits(
    Duration time,
    MemorySize memory,
    MemorySize output,
    MemorySize code,
    Budget compilation,
    Budget validation,
    MemorySize validationOutput) {

  /** A limit of CPU time and memory. */
  public record Budget(Duration time, MemorySize memory) {}

  /** Reads the {@code limits} of a {@code problem.yaml}. */
  static ProblemLimits read(YamlMap limits, Duration time) throws InputException {
    return new ProblemLimits(
        time,
        mebibytes(limits, "memory", 2048),
        mebibytes(limits, "output", 8),
        MemorySize.bytes((long) (limits.number("code", 128, 1 << 20) * 1024)),
        new Budget(
            seconds(limits.number("compilation_time", 60, 3600)),
            mebibytes(limits, "compilation_memory", 2048)),
        new Budget(
            seconds(limits.number("validation_time", 60, 3600)),
            mebibytes(limits, "validation_memory", 2048)),
        mebibytes(limits, "validation_output", 8));
  }

  /** Converts seconds to a duration in whole milliseconds, at least one. */
  static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
  }

  private static MemorySize mebibytes(YamlMap limits, String key, double fallback)
      throws InputException {
    return MemorySize.bytes((long) (limits.number(key, fallback, 1 << 20) * 1024 * 1024));
  }
}
