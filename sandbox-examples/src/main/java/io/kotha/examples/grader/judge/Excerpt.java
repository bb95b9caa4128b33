package io.kotha.examples.grader.judge;

import java.nio.charset.StandardCharsets;

/** Excerpts of program output: at most 600 bytes, decoded as UTF-8. */
final class Excerpt {

  private static final int MAX = 600;

  private Excerpt() {}

  /** Returns the end of the output, where programs report their fatal error. */
  static String tail(byte[] bytes) {
    int from = Math.max(0, bytes.length - MAX);
    String text = decode(bytes, from, bytes.length - from);
    return from > 0 ? "… " + text : text;
  }

  /** Returns the start of the output, where compilers report the first error. */
  static String head(byte[] bytes) {
    String text = decode(bytes, 0, Math.min(MAX, bytes.length));
    return bytes.length > MAX ? text + " …" : text;
  }

  /** Returns a reason, followed by the excerpt if that is not blank. */
  static String join(String reason, String excerpt) {
    return excerpt.isBlank() ? reason : reason + ": " + excerpt;
  }

  private static String decode(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.UTF_8).strip();
  }
}
