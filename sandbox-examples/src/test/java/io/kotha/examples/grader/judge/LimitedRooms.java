package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.language.LanguageTable;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.limits.Limits;
import org.junit.jupiter.api.Assumptions;

/** The rooms of the grader's tests, whose limits the host must enforce. */
public final class LimitedRooms {

  private LimitedRooms() {}

  /** Aborts the test if this host cannot build such rooms, with the provider's message. */
  public static void assume() throws Exception {
    try (Scratch scratch = Scratch.open()) {
      new Grader(options(), scratch).check();
    } catch (UnsupportedHostException e) {
      Assumptions.abort("host lacks " + e.missing().get(0).feature() + ": " + e.getMessage());
    }
  }

  /** Returns options that refuse a host without the limits. */
  static Grader.Options options() throws Exception {
    return new Grader.Options(
        LanguageTable.builtIn(), Limits.Fallback.REFUSE, 1, AfterFailure.STOP);
  }
}
