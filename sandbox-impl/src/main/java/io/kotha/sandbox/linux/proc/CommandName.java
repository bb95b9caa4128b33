package io.kotha.sandbox.linux.proc;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The command name of a process, any bytes of its choice, as text that is safe to show. */
final class CommandName {

  private CommandName() {}

  /**
   * Returns the name with a Unicode escape for each character that a terminal does not show, such
   * as those of escape sequences and those that reverse the direction of text. A backslash is
   * doubled: no other name looks the same.
   *
   * @param bytes the name as {@code PseudoFile} reads it, one character a byte
   */
  static String shown(String bytes) {
    String name = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    StringBuilder shown = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            c -> {
              if (c == '\\') {
                shown.append("\\\\");
              } else if (isShown(c)) {
                shown.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
              }
            });
    return shown.toString();
  }

  private static boolean isShown(int codePoint) {
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
