package io.kotha.examples.grader.report;

/**
 * Text of strangers made safe for a terminal: one line, and nothing that a terminal obeys or that
 * turns the order of the letters around.
 */
final class Plain {

  private Plain() {}

  static String text(String hostile) {
    StringBuilder plain = new StringBuilder();
    hostile.codePoints().forEach(c -> plain.appendCodePoint(isShown(c) ? c : replacement(c)));
    return plain.toString();
  }

  private static int replacement(int codePoint) {
    return codePoint == '\n' || codePoint == '\t' || codePoint == '\r' ? ' ' : '\uFFFD';
  }

  /** Whether a character is a mark on the page, as opposed to an order to whoever shows it. */
  static boolean isShown(int codePoint) {
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
