package io.kotha.sandbox;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or data, in bytes. Immutable.
 *
 * <p>{@link #KB}, {@link #MB} and {@link #GB} are powers of ten; {@link #KiB}, {@link #MiB} and
 * {@link #GiB} are powers of two, as IEC 80000-13 defines them.
 *
 * @param bytes the size; 0 or more
 */
public record MemorySize(long bytes) implements Comparable<MemorySize> {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\s*([a-zA-Z]*)");

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public MemorySize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size must be 0 or more, not " + bytes);
    }
  }

  /** Returns {@code n} bytes. */
  public static MemorySize bytes(long n) {
    return new MemorySize(n);
  }

  /** Returns {@code n} · 10³ bytes. */
  @SuppressWarnings("MethodName") // the method is spelled as its unit
  public static MemorySize KB(long n) {
    return of(n, 1_000L);
  }

  /** Returns {@code n} · 10⁶ bytes. */
  @SuppressWarnings("MethodName")
  public static MemorySize MB(long n) {
    return of(n, 1_000_000L);
  }

  /** Returns {@code n} · 10⁹ bytes. */
  @SuppressWarnings("MethodName")
  public static MemorySize GB(long n) {
    return of(n, 1_000_000_000L);
  }

  /** Returns {@code n} · 2¹⁰ bytes. */
  @SuppressWarnings("MethodName")
  public static MemorySize KiB(long n) {
    return of(n, 1L << 10);
  }

  /** Returns {@code n} · 2²⁰ bytes. */
  @SuppressWarnings("MethodName")
  public static MemorySize MiB(long n) {
    return of(n, 1L << 20);
  }

  /** Returns {@code n} · 2³⁰ bytes. */
  @SuppressWarnings("MethodName")
  public static MemorySize GiB(long n) {
    return of(n, 1L << 30);
  }

  /**
   * Parses {@code 4096}, {@code 64MB} (powers of ten), {@code 64MiB} or, as Docker writes it,
   * {@code 64m} (powers of two).
   *
   * @throws IllegalArgumentException if the text is not such a size or exceeds {@link
   *     Long#MAX_VALUE} bytes
   */
  public static MemorySize parse(String text) {
    Objects.requireNonNull(text, "text");
    Matcher matcher = TEXT.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a size: \"" + text + "\" (write 4096, 64kB, 64MB, 64MiB or 1GB)");
    }
    long n = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
      case "", "b" -> bytes(n);
      case "kb" -> KB(n);
      case "mb" -> MB(n);
      case "gb" -> GB(n);
      case "k", "ki", "kib" -> KiB(n);
      case "m", "mi", "mib" -> MiB(n);
      case "g", "gi", "gib" -> GiB(n);
      default ->
          throw new IllegalArgumentException(
              "unknown unit in \"" + text + "\" (write B, kB, MB, GB, KiB, MiB, GiB, k, m or g)");
    };
  }

  private static MemorySize of(long n, long unit) {
    try {
      return new MemorySize(Math.multiplyExact(n, unit));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(n + " × " + unit + " bytes is too large", e);
    }
  }

  @Override
  public int compareTo(MemorySize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** Returns the size in the largest unit that divides it, in a form that {@link #parse} reads. */
  @Override
  public String toString() {
    long[] units = {1L << 30, 1_000_000_000L, 1L << 20, 1_000_000L, 1L << 10, 1_000L};
    String[] names = {"GiB", "GB", "MiB", "MB", "KiB", "kB"};
    for (int i = 0; i < units.length; i++) {
      if (bytes > 0 && bytes % units[i] == 0) {
        return bytes / units[i] + names[i];
      }
    }
    return bytes + "B";
  }
}
