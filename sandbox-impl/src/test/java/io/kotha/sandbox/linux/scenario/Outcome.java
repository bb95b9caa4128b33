package io.kotha.sandbox.linux.scenario;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of a result file: that a test of a scenario or trap ended in some way.
 *
 * @param id a scenario's id or a trap's text
 * @param lane as {@link Lane#name}
 * @param state how it ended
 * @param test class and method
 * @param reason why it was skipped or failed, in one line
 */
record Outcome(String id, String lane, State state, String test, String reason) {

  /** How a test ended. */
  enum State {
    PASSED,
    SKIPPED,
    FAILED
  }

  String toLine() {
    return String.join(
        "\t",
        id,
        lane,
        state.name().toLowerCase(Locale.ROOT),
        test,
        reason.replaceAll("\\s+", " "));
  }

  static Outcome parse(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != 5) {
      throw new IllegalArgumentException("not a line of a scenario file: " + line);
    }
    return new Outcome(
        parts[0], parts[1], State.valueOf(parts[2].toUpperCase(Locale.ROOT)), parts[3], parts[4]);
  }

  /** The host feature that a skip names. */
  Optional<String> lackingFeature() {
    if (!reason.startsWith(Features.LACKS)) {
      return Optional.empty();
    }
    String rest = reason.substring(Features.LACKS.length());
    int colon = rest.indexOf(':');
    return Optional.of(colon < 0 ? rest : rest.substring(0, colon));
  }
}
