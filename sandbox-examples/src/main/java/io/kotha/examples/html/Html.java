package io.kotha.examples.html;

import com.google.common.html.HtmlEscapers;
import java.util.Locale;

/**
 * A page under construction. {@link #markup} escapes every string among its values, so that text
 * from a program or a problem package cannot become markup. Not thread-safe.
 */
public final class Html {

  private final StringBuilder page = new StringBuilder();

  /**
   * Appends markup.
   *
   * @param template trusted markup; a format of {@link String#format} if there are values, else
   *     literal text
   * @param values arguments of the format; strings are escaped
   */
  public Html markup(String template, Object... values) {
    Object[] escaped = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      escaped[i] = values[i] instanceof String text ? escape(text) : values[i];
    }
    page.append(values.length == 0 ? template : String.format(Locale.ROOT, template, escaped));
    return this;
  }

  /** Appends the markup of another page, which is escaped already. */
  public Html add(Html other) {
    page.append(other.page);
    return this;
  }

  /** Returns the markup so far. */
  @Override
  public String toString() {
    return page.toString();
  }

  /**
   * Escapes text for an element or a quoted attribute, and replaces characters that are not shown,
   * such as those that reverse the direction of text, by U+FFFD.
   */
  static String escape(String hostile) {
    return HtmlEscapers.htmlEscaper().escape(Plain.lines(hostile));
  }
}
