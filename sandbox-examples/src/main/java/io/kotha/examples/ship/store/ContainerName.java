package io.kotha.examples.ship.store;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a container, which is its only identifier and the name of its directory. It is
 * checked before it becomes part of a path.
 *
 * @param text 1 to 63 ASCII letters, digits, {@code _} and {@code -}, beginning with a letter or
 *     digit
 */
public record ContainerName(String text) {

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 6;

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if it is not a name
   */
  public ContainerName {
    if (!VALID.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "not a container's name: \"" + text + "\"; 1 to 63 of a-z, A-Z, 0-9, _ and -");
    }
  }

  /** Returns a new name of 12 hexadecimal digits. */
  public static ContainerName random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return new ContainerName(HexFormat.of().formatHex(bytes));
  }

  @Override
  public String toString() {
    return text;
  }
}
