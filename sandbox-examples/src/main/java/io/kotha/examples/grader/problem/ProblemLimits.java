package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.YamlMap;
import io.kotha.sandbox.MemorySize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The limits of a problem's programs. The defaults are the format's "typical system default". A
 * package cannot choose more than a ceiling of memory, output and code, because the grader and its
 * host pay for them.
 *
 * @param time CPU time of a submission on one test case
 * @param memory memory of a submission; 2048 MiB by default
 * @param output standard output and standard error of a submission together; 8 MiB by default
 * @param code total size of a submission's files; 128 KiB by default
 * @param compilation budget of a compilation; 60 s and 2048 MiB by default
 * @param validation budget of one validator run; 60 s and 2048 MiB by default
 * @param validationOutput output of a validator; 8 MiB by default
 * @param warnings settings of the package that a ceiling replaces, for the reports
 */
public record ProblemLimits(
    Duration time,
    MemorySize memory,
    MemorySize output,
    MemorySize code,
    Budget compilation,
    Budget validation,
    MemorySize validationOutput,
    List<String> warnings) {

  /** Twice the format's default. */
  private static final MemorySize MAX_MEMORY = MemorySize.MiB(4096);

  /** The grader keeps outputs in its heap. */
  private static final MemorySize MAX_OUTPUT = MemorySize.MiB(64);

  private static final MemorySize MAX_CODE = MemorySize.MiB(16);

  public ProblemLimits {
    warnings = List.copyOf(warnings);
  }

  /** A limit of CPU time and memory. */
  public record Budget(Duration time, MemorySize memory) {}

  /** Reads the {@code limits} of a {@code problem.yaml}. */
  static ProblemLimits read(YamlMap limits, Duration time) throws InputException {
    Sizes sizes = new Sizes(limits, new ArrayList<>());
    return new ProblemLimits(
        time,
        sizes.mebibytes("memory", 2048, MAX_MEMORY),
        sizes.mebibytes("output", 8, MAX_OUTPUT),
        sizes.kibibytes("code", 128, MAX_CODE),
        new Budget(
            seconds(limits.number("compilation_time", 60, 3600)),
            sizes.mebibytes("compilation_memory", 2048, MAX_MEMORY)),
        new Budget(
            seconds(limits.number("validation_time", 60, 3600)),
            sizes.mebibytes("validation_memory", 2048, MAX_MEMORY)),
        sizes.mebibytes("validation_output", 8, MAX_OUTPUT),
        sizes.warnings());
  }

  /** Converts seconds to a duration in whole milliseconds, at least one. */
  static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
  }

  /** A reader of sizes that collects a warning for each above its ceiling. */
  private record Sizes(YamlMap limits, List<String> warnings) {

    MemorySize mebibytes(String key, double fallback, MemorySize ceiling) throws InputException {
      double number = limits.number(key, fallback, 1 << 20);
      return below(key, MemorySize.bytes((long) (number * 1024 * 1024)), ceiling);
    }

    MemorySize kibibytes(String key, double fallback, MemorySize ceiling) throws InputException {
      return below(
          key, MemorySize.bytes((long) (limits.number(key, fallback, 1 << 20) * 1024)), ceiling);
    }

    private MemorySize below(String key, MemorySize size, MemorySize ceiling) {
      if (size.compareTo(ceiling) <= 0) {
        return size;
      }
      warnings.add(
          "limits."
              + key
              + ": "
              + shown(size)
              + " is above this grader's ceiling; "
              + shown(ceiling)
              + " applies");
      return ceiling;
    }

    private static String shown(MemorySize size) {
      return (size.bytes() >> 20) + " MiB";
    }
  }
}
