package io.kotha.examples.grader.report;

/**
 * A page in the making. Markup is written by {@link #markup} and is ours alone; whatever comes from
 * elsewhere goes through {@link #text}, or through {@link #escape} into an attribute.
 */
final class Html {

  private final StringBuilder page = new StringBuilder();

  /** Adds markup as it is; {@code %s} stand for escaped values. */
  Html markup(String template, Object... values) {
    Object[] escaped = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      escaped[i] = values[i] instanceof String text ? escape(text) : values[i];
    }
    page.append(values.length == 0 ? template : Figures.format(template, escaped));
    return this;
  }

  /** Adds text. */
  Html text(String hostile) {
    page.append(escape(hostile));
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
                default -> safe.appendCodePoint(Plain.isShown(c) ? c : '\uFFFD');
              }
            });
    return safe.toString();
  }
}
