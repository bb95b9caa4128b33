package io.kotha.sandbox.linux.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks a test method that shows that a known failure of other tools does not occur here. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Trap.Many.class)
@ExtendWith(ScenarioRecorder.class)
public @interface Trap {

  /** An entry of {@link Catalogue#TRAPS}, verbatim. */
  String value();

  /** Several traps in one test. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ExtendWith(ScenarioRecorder.class)
  @interface Many {
    Trap[] value();
  }
}
