package io.kotha.sandbox.linux.attack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test method makes an attack of the catalogue; its outcome goes to the page. In what is text
 * here, <code>{0}</code> stands for the first argument of an invocation, and so on. A {@link Seen}
 * among its parameters takes what the attacker saw.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Attack.Many.class)
@ExtendWith(AttackRecorder.class)
public @interface Attack {

  /** A row of the {@link Catalogue}, such as {@code A7}. */
  String value();

  /** What is tried, in a few words. */
  String move();

  /** What held: each was seen to. A {@link Wall} among the arguments is one more. */
  Wall[] walls() default {};

  /** Several rows in one test. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ExtendWith(AttackRecorder.class)
  @interface Many {
    Attack[] value();
  }
}
