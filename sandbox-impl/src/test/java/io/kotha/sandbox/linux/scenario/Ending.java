package io.kotha.sandbox.linux.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The end of a test: the columns that every line of a result file has.
 *
 * @param lane as {@link Lane#name}
 * @param state the outcome
 * @param test class, method and invocation
 * @param reason the reason of a skip or failure, in one line
 */
public record Ending(String lane, State state, String test, String reason) {

  /** Count of the {@link #columns}. */
  public static final int COLUMNS = 4;

  /** The outcome of a test. */
  public enum State {
    /** The test passed. */
    PASSED,
    /** The host lacks a feature that the test needs. */
    SKIPPED,
    /** The test failed. */
    FAILED
  }

  static Ending of(ExtensionContext context, State state, String reason) {
    String method =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    return new Ending(
        Lane.name(), state, oneLine(method + " " + context.getDisplayName()), oneLine(reason));
  }

  /** Parses the {@link #columns} of an ending. */
  public static Ending parse(List<String> columns) {
    return new Ending(
        columns.get(0),
        State.valueOf(columns.get(1).toUpperCase(Locale.ROOT)),
        columns.get(2),
        columns.get(3));
  }

  /** Returns the columns for a line of a result file. */
  public List<String> columns() {
    return List.of(lane, state.name().toLowerCase(Locale.ROOT), test, reason);
  }

  /** Returns the host feature that a skip names. */
  public Optional<String> lackingFeature() {
    if (!reason.startsWith(Features.LACKS)) {
      return Optional.empty();
    }
    String rest = reason.substring(Features.LACKS.length());
    int colon = rest.indexOf(':');
    return Optional.of(colon < 0 ? rest : rest.substring(0, colon));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
