package io.kotha.sandbox.linux.attack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test method that makes an attack of the catalogue; its outcome goes to the page. In the
 * texts of this annotation, <code>{0}</code> stands for the first argument of an invocation, and so
 * on. A {@link Seen} parameter records the attacker's observations.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Attack.Many.class)
@ExtendWith(AttackRecorder.class)
public @interface Attack {

  /** A row of the {@link Catalogue}, such as {@code A7}. */
  String value();

  /** The action of the attacker, in a few words. */
  String move();

  /**
   * The protections that the test sees hold. A {@link Wall} among the arguments of the invocation
   * is added to them.
   */
  Wall[] walls() default {};

  /** Several rows in one test. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ExtendWith(AttackRecorder.class)
  @interface Many {
    Attack[] value();
  }
}
