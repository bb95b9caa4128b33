package io.kotha.examples.html;

import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * Untrusted text without the characters that a terminal or a browser obeys instead of showing, such
 * as escape sequences and those that reverse the direction of text.
 */
public final class Plain {

  private static final int REPLACEMENT = 0xFFFD;

  private Plain() {}

  /**
   * Returns the text in one line: blanks for line breaks and tabs, U+FFFD for what is not shown.
   */
  public static String text(String hostile) {
    return replaced(hostile, c -> c == '\n' || c == '\t' || c == '\r' ? ' ' : REPLACEMENT);
  }

  /** Returns the text with its line feeds and tabs, and U+FFFD for what is not shown. */
  static String lines(String hostile) {
    return replaced(hostile, c -> c == '\n' || c == '\t' ? c : REPLACEMENT);
  }

  /**
   * Returns the text with its line feeds and tabs, and {@code \\u001b} and the like for what is not
   * shown. Text in JSON keeps its meaning.
   */
  public static String escaped(String hostile) {
    StringBuilder plain = new StringBuilder(hostile.length());
    hostile
        .codePoints()
        .forEach(
            c -> {
              if (isShown(c) || c == '\n' || c == '\t') {
                plain.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  plain.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
              }
            });
    return plain.toString();
  }

  private static String replaced(String hostile, IntUnaryOperator replacement) {
    StringBuilder plain = new StringBuilder(hostile.length());
    hostile
        .codePoints()
        .map(c -> isShown(c) ? c : replacement.applyAsInt(c))
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /** Returns whether a character is visible or a space, rather than a control or format code. */
  public static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
