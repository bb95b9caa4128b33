package io.kotha.benchmarks.report;

import java.util.Locale;

/**
 * A page in the making. Markup is written by {@link #markup} and is ours alone; values are escaped,
 * for a program's version is whatever that program says.
 */
final class Html {

  private final StringBuilder page = new StringBuilder();

  /** Adds markup; texts among the values are escaped. */
  Html markup(String template, Object... values) {
    Object[] escaped = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      escaped[i] = values[i] instanceof String text ? escape(text) : values[i];
    }
    page.append(values.length == 0 ? template : String.format(Locale.ROOT, template, escaped));
    return this;
  }

  /** Adds what another page in the making holds. */
  Html add(Html other) {
    page.append(other.page);
    return this;
  }

  @Override
  public String toString() {
    return page.toString();
  }

  /** Text without any meaning to a browser, in an element or in a quoted attribute. */
  static String escape(String hostile) {
    StringBuilder safe = new StringBuilder(hostile.length() + 16);
    hostile
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n', '\t' -> safe.append((char) c);
                default -> safe.appendCodePoint(isShown(c) ? c : '\uFFFD');
              }
            });
    return safe.toString();
  }

  /** Not what turns the direction of text, or is no character at all. */
  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
      default -> true;
    };
  }
}
