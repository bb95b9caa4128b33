package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.YamlMap;
import io.kotha.sandbox.MemorySize;
import java.time.Duration;

/**
 * What the programs of a problem may use. What a package leaves out is what the format calls the
 * typical system default.
 *
 * @param time processor time of a submission on one test case
 * @param memory of a submission
 * @param output standard output and standard error of a submission together
 * @param code size of a submission's files together
 * @param compilation for compiling a submission or validator
 * @param validation for one run of a validator
 * @param validationOutput what a validator may write
 */
public record ProblemLimits(
    Duration time,
    MemorySize memory,
    MemorySize output,
    MemorySize code,
    Budget compilation,
    Budget validation,
    MemorySize validationOutput) {

  /** Processor time and memory. */
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

  /** Seconds with a fraction. */
  static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
  }

  private static MemorySize mebibytes(YamlMap limits, String key, double fallback)
      throws InputException {
    return MemorySize.bytes((long) (limits.number(key, fallback, 1 << 20) * 1024 * 1024));
  }
}
