package io.kotha.examples.ship.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.kotha.examples.html.Plain;

/** The JSON that {@code ship} prints and keeps: one line, nulls included, no control characters. */
public final class Json {

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private Json() {}

  /** Returns the value as one line, without a line feed. */
  public static String of(Object value) {
    return Plain.escaped(GSON.toJson(value));
  }

  /**
   * Reads a value.
   *
   * @throws com.google.gson.JsonParseException if the text is not such a value
   */
  public static <T> T read(String text, Class<T> type) {
    T value = GSON.fromJson(text, type);
    if (value == null) {
      throw new com.google.gson.JsonParseException("no JSON");
    }
    return value;
  }
}
