package io.kotha.benchmarks.budget;

import java.util.Locale;

/**
 * A budget with its measurement.
 *
 * @param what the measured quantity
 * @param budget the budget in words
 * @param measured the measurement in words, or a reference to the reason if there is none
 * @param outcome the result of the comparison
 */
public record BudgetRow(String what, String budget, String measured, Outcome outcome) {

  /** The result of comparing a measurement with its budget. */
  public enum Outcome {
    /** The measurement is within the budget. */
    MET("met"),
    /** The measurement exceeds the budget. */
    NOT_MET("not met"),
    /** There is no measurement. */
    NOT_MEASURED("not measured");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** Returns the outcome as it appears in reports. */
    public String words() {
      return words;
    }
  }

  static BudgetRow of(String what, String budget, String measured, boolean met) {
    return new BudgetRow(what, budget, measured, met ? Outcome.MET : Outcome.NOT_MET);
  }

  static BudgetRow missing(String what, String budget) {
    return new BudgetRow(what, budget, "see the list of what was left out", Outcome.NOT_MEASURED);
  }

  /** Formats a number with two decimals below 10, one below 100, and none above. */
  static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }
}
