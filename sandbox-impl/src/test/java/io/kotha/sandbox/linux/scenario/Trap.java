package io.kotha.sandbox.linux.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test method shows that a trap, into which other tools fall, holds here. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Trap.Many.class)
@ExtendWith(ScenarioRecorder.class)
public @interface Trap {

  /** An entry of {@link Catalogue#TRAPS}, word for word. */
  String value();

  /** Several traps in one test. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ExtendWith(ScenarioRecorder.class)
  @interface Many {
    Trap[] value();
  }
}
