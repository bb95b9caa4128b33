package io.kotha.sandbox.linux.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks a test method that shows a scenario; its outcome goes to the table. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Scenario.Many.class)
@ExtendWith(ScenarioRecorder.class)
public @interface Scenario {

  /** An id of {@link Catalogue#SCENARIOS}, such as {@code D07}. */
  String value();

  /** Several scenarios in one test. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ExtendWith(ScenarioRecorder.class)
  @interface Many {
    Scenario[] value();
  }
}
