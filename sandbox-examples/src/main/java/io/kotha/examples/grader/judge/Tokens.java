package io.kotha.examples.grader.judge;

import java.nio.charset.StandardCharsets;

/** A tokenizer that splits bytes into white space and tokens. */
final class Tokens {

  private final byte[] bytes;
  private int at;
  private int line = 1;

  Tokens(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Skips the white space at the current position and returns it. */
  String skipSpace() {
    int start = at;
    while (at < bytes.length && isSpace(bytes[at])) {
      line += bytes[at] == '\n' ? 1 : 0;
      at++;
    }
    return text(start);
  }

  /** Skips the token at the current position and returns it as ISO 8859-1. */
  String next() {
    int start = at;
    while (at < bytes.length && !isSpace(bytes[at])) {
      at++;
    }
    return text(start);
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  /** Returns the current line, from 1. */
  int line() {
    return line;
  }

  private String text(int start) {
    return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
  }

  /**
   * Returns whether a byte is space, tab, line feed, vertical tab, form feed, or carriage return.
   */
  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
