package io.kotha.sandbox.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks of arguments, shared by the types of the API. Not exported. */
public final class Arguments {

  /** {@code PATH_MAX} is 4,096 bytes; the helper puts a prefix before some paths. */
  private static final int MAX_PATH = 4000;

  /** The longest time that counts: 100 years, which fits into nanoseconds added to any clock. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Arguments() {}

  /**
   * Requires a limit to be absent or more than 0.
   *
   * @throws IllegalArgumentException naming the limit
   */
  public static void requirePositive(String name, @Nullable Long value) {
    if (value != null && value <= 0) {
      throw new IllegalArgumentException(name + " must be more than 0, not " + value);
    }
  }

  /**
   * Returns a time of more than 0, at most 100 years. A caller that passes a longer time wants no
   * limit; the bound keeps sums with that time from overflowing.
   *
   * @throws NullPointerException naming the time
   * @throws IllegalArgumentException naming the time
   */
  public static Duration requirePositive(String name, Duration value) {
    if (Objects.requireNonNull(value, name).isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be more than 0, not " + value);
    }
    return atMost(value);
  }

  /** Returns the time, at most 100 years. */
  public static Duration atMost(Duration value) {
    return value.compareTo(LONGEST) < 0 ? value : LONGEST;
  }

  /**
   * Requires a path of the host's own file system. The text of a path of another one, such as a zip
   * file, would name a different file on the host.
   *
   * @param name of the parameter that holds the path
   * @throws NullPointerException naming the parameter
   * @throws IllegalArgumentException naming the parameter and the path
   */
  public static void requireHostPath(String name, Path path) {
    if (!Objects.requireNonNull(path, name).getFileSystem().equals(FileSystems.getDefault())) {
      throw new IllegalArgumentException(
          name
              + " must be a path of the host's file system, not "
              + path.toUri()
              + ": copy the file to the host first");
    }
  }

  /**
   * Checks a path inside a room, and returns its only spelling: without empty parts, without parts
   * that are {@code .}, and without a slash at the end. Code that compares such paths compares
   * texts.
   *
   * <p>The path must be absolute, without {@code ..} and NUL, of at most 4,000 bytes in UTF-8,
   * which is what the helper passes to the kernel.
   *
   * @param name of the parameter that holds the path
   * @throws NullPointerException naming the parameter
   * @throws IllegalArgumentException naming the path
   */
  public static String roomPath(String name, String path) {
    Objects.requireNonNull(path, name);
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a path inside the room must be absolute and without NUL: \"" + path + "\"");
    }
    StringBuilder spelling = new StringBuilder();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        throw new IllegalArgumentException("a path inside the room must not contain ..: " + path);
      }
      if (!part.isEmpty() && !part.equals(".")) {
        spelling.append('/').append(part);
      }
    }
    int length = spelling.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_PATH) {
      throw new IllegalArgumentException(
          "a path inside the room has at most " + MAX_PATH + " bytes, not " + length);
    }
    return spelling.isEmpty() ? "/" : spelling.toString();
  }
}
