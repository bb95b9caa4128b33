package io.kotha.examples.grader.judge;

import java.nio.charset.StandardCharsets;

/** Bytes taken apart into white space and tokens, one after the other. */
final class Tokens {

  private final byte[] bytes;
  private int at;
  private int line = 1;

  Tokens(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Passes over the white space here and returns it. */
  String skipSpace() {
    int start = at;
    while (at < bytes.length && isSpace(bytes[at])) {
      line += bytes[at] == '\n' ? 1 : 0;
      at++;
    }
    return text(start);
  }

  /** Passes over the token here and returns it, a character a byte. */
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

  /** The line here, from 1. */
  int line() {
    return line;
  }

  private String text(int start) {
    return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
  }

  /** Space, and tab, line feed, vertical tab, form feed, carriage return. */
  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
