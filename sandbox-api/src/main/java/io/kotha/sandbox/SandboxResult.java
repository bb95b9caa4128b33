package io.kotha.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A finished run.
 *
 * @param verdict how it ended
 * @param usage what it used
 * @param stdoutBytes captured output, cut at the output limit; hostile bytes: escape before display
 * @param stderrBytes captured errors, likewise
 * @param isolation what really stood around the program, a line each, for reports
 * @param leftOut what {@code copyOut} did not take, a line each with the reason
 */
public record SandboxResult(
    Verdict verdict,
    Usage usage,
    byte[] stdoutBytes,
    byte[] stderrBytes,
    List<String> isolation,
    List<String> leftOut) {

  public SandboxResult {
    isolation = List.copyOf(isolation);
    leftOut = List.copyOf(leftOut);
  }

  /** Captured output as UTF-8, malformed bytes replaced. */
  public String stdout() {
    return new String(stdoutBytes, StandardCharsets.UTF_8);
  }

  /** Captured errors as UTF-8, malformed bytes replaced. */
  public String stderr() {
    return new String(stderrBytes, StandardCharsets.UTF_8);
  }

  /** See {@link Verdict#exitValue}. */
  public int exitValue() {
    return verdict.exitValue();
  }

  @Override
  public String toString() {
    return verdict + ", " + usage;
  }
}
