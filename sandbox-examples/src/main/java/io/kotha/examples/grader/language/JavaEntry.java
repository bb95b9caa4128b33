package io.kotha.examples.grader.language;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * A scanner that finds the class with the {@code main} method in a Java source. It looks at words
 * and braces only, which is enough to find the enclosing top-level class. It uses no regular
 * expression: the JDK's matcher recurses, so an untrusted source could overflow the stack.
 */
final class JavaEntry {

  private static final Set<String> TYPES = Set.of("class", "record", "enum", "interface");

  private final String source;
  private int at;
  private int depth;
  private String packageName = "";
  private String type = "";

  /** The last three tokens. */
  private final Deque<String> last = new ArrayDeque<>();

  private JavaEntry(String source) {
    this.source = source;
  }

  /** Returns the qualified name of the class that has a {@code main} method, if there is one. */
  static Optional<String> find(String source) {
    JavaEntry scan = new JavaEntry(source);
    while (scan.at < source.length()) {
      if (scan.step()) {
        return Optional.of(scan.packageName + scan.type);
      }
    }
    return Optional.empty();
  }

  /** Reads one token; returns true if it opens the parameters of {@code void main}. */
  private boolean step() {
    char c = source.charAt(at);
    if (source.startsWith("//", at)) {
      skipPast("\n");
    } else if (source.startsWith("/*", at)) {
      skipPast("*/");
    } else if (source.startsWith("\"\"\"", at)) {
      at += 3;
      skipPast("\"\"\"");
    } else if (c == '"' || c == '\'') {
      skipLiteral(c);
    } else if (Character.isJavaIdentifierStart(c)) {
      word();
    } else {
      at++;
      return !Character.isWhitespace(c) && mark(c);
    }
    return false;
  }

  private void word() {
    int start = at;
    while (at < source.length()
        && (Character.isJavaIdentifierPart(source.charAt(at)) || isDotOfName())) {
      at++;
    }
    String word = source.substring(start, at);
    if (depth == 0 && "package".equals(last.peekLast())) {
      packageName = word + ".";
    } else if (depth == 0 && TYPES.contains(String.valueOf(last.peekLast()))) {
      type = word;
    }
    remember(word);
  }

  private boolean isDotOfName() {
    return source.charAt(at) == '.' && "package".equals(last.peekLast());
  }

  private boolean mark(char c) {
    if (c == '{') {
      depth++;
    } else if (c == '}') {
      depth--;
    }
    boolean isMain =
        c == '('
            && depth == 1
            && !type.isEmpty()
            && "main".equals(last.pollLast())
            && "void".equals(last.peekLast());
    remember(String.valueOf(c));
    return isMain;
  }

  private void remember(String token) {
    last.addLast(token);
    if (last.size() > 3) {
      last.removeFirst();
    }
  }

  private void skipPast(String end) {
    int found = source.indexOf(end, at);
    at = found < 0 ? source.length() : found + end.length();
  }

  private void skipLiteral(char quote) {
    at++;
    while (at < source.length() && source.charAt(at) != quote && source.charAt(at) != '\n') {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }
}
