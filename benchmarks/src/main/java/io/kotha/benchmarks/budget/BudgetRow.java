package io.kotha.benchmarks.budget;

import java.util.Locale;

/**
 * A promise and what came of it.
 *
 * @param what is promised
 * @param budget in words
 * @param measured in words; why not, where it was not measured
 * @param outcome what came of it
 */
public record BudgetRow(String what, String budget, String measured, Outcome outcome) {

  /** What came of a promise. */
  public enum Outcome {
    /** It is kept. */
    MET("met"),
    /** It is not. */
    NOT_MET("not met"),
    /** Nobody knows. */
    NOT_MEASURED("not measured");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  static BudgetRow of(String what, String budget, String measured, boolean met) {
    return new BudgetRow(what, budget, measured, met ? Outcome.MET : Outcome.NOT_MET);
  }

  static BudgetRow missing(String what, String budget) {
    return new BudgetRow(what, budget, "see what was left out, and why", Outcome.NOT_MEASURED);
  }

  /** At least two digits, and no more than say something. */
  static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }
}
