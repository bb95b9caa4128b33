package io.kotha.benchmarks.result;

import java.util.Optional;

/** What was not measured, and why. */
public record LeftOut(String what, String why) {

  /** The first line of what an exception says. */
  public static String reason(Throwable failure) {
    return Optional.ofNullable(failure.getMessage())
        .flatMap(message -> message.lines().findFirst())
        .orElse(failure.getClass().getSimpleName());
  }
}
