package io.kotha.examples.grader.judge;

import java.nio.charset.StandardCharsets;

/** A few words of what a program wrote. */
final class Excerpt {

  private static final int MAX = 600;

  private Excerpt() {}

  /** The end of it, where programs say what they died of. */
  static String tail(byte[] bytes) {
    int from = Math.max(0, bytes.length - MAX);
    String text = decode(bytes, from, bytes.length - from);
    return from > 0 ? "… " + text : text;
  }

  /** The start of it, where compilers name the first error. */
  static String head(byte[] bytes) {
    String text = decode(bytes, 0, Math.min(MAX, bytes.length));
    return bytes.length > MAX ? text + " …" : text;
  }

  /** A reason, with an excerpt behind it if there is one. */
  static String join(String reason, String excerpt) {
    return excerpt.isBlank() ? reason : reason + ": " + excerpt;
  }

  private static String decode(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.UTF_8).strip();
  }
}
