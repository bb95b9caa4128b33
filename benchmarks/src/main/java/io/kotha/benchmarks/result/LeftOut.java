package io.kotha.benchmarks.result;

import java.util.Optional;

/** A measurement that was not made, with the reason. */
public record LeftOut(String what, String why) {

  /** Returns the first line of an exception's message, or the name of its class. */
  public static String reason(Throwable failure) {
    return Optional.ofNullable(failure.getMessage())
        .flatMap(message -> message.lines().findFirst())
        .orElse(failure.getClass().getSimpleName());
  }
}
