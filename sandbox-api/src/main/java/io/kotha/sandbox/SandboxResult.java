package io.kotha.sandbox;

import io.kotha.sandbox.stats.Evidence;
import io.kotha.sandbox.stats.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A finished run: how it ended, what it used, what it wrote. */
public final class SandboxResult {

  private final Verdict verdict;
  private final Usage usage;
  private final byte[] stdout;
  private final byte[] stderr;
  private final List<String> isolation;
  private final List<String> leftOut;

  /**
   * For providers; the arrays are the result's from now on.
   *
   * @param verdict how it ended
   * @param usage what it used
   * @param stdout captured output, cut at the output limit
   * @param stderr captured errors, likewise
   * @param isolation what really stood around the program, a line each
   * @param leftOut what {@code copyOut} did not take, a line each with the reason
   */
  public SandboxResult(
      Verdict verdict,
      Usage usage,
      byte[] stdout,
      byte[] stderr,
      List<String> isolation,
      List<String> leftOut) {
    this.verdict = verdict;
    this.usage = usage;
    this.stdout = stdout;
    this.stderr = stderr;
    this.isolation = List.copyOf(isolation);
    this.leftOut = List.copyOf(leftOut);
  }

  /** Waits for a run and returns its result; an interrupt cancels the run. */
  static SandboxResult await(CompletableFuture<SandboxResult> run)
      throws SandboxException, InterruptedException {
    try {
      return run.get();
    } catch (InterruptedException e) {
      run.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw new SandboxException("the run was lost: " + e.getCause(), e.getCause());
    }
  }

  /** How it ended. */
  public Verdict verdict() {
    return verdict;
  }

  /** What it used. */
  public Usage usage() {
    return usage;
  }

  /** Captured output, a copy. Hostile bytes: escape them before display. */
  public byte[] stdoutBytes() {
    return stdout.clone();
  }

  /** Captured errors, a copy. Hostile bytes: escape them before display. */
  public byte[] stderrBytes() {
    return stderr.clone();
  }

  /** Captured output as UTF-8, malformed bytes replaced. */
  public String stdout() {
    return new String(stdout, StandardCharsets.UTF_8);
  }

  /** Captured errors as UTF-8, malformed bytes replaced. */
  public String stderr() {
    return new String(stderr, StandardCharsets.UTF_8);
  }

  /**
   * How many bytes the program wrote to stdout, also where not all of them were kept. (Of a program
   * killed for its output, what it had written by then.) Empty where stdout was not captured.
   */
  public OptionalLong stdoutWritten() {
    return counted(Evidence.STDOUT_BYTES);
  }

  /** How many bytes the program wrote to stderr; see {@link #stdoutWritten}. */
  public OptionalLong stderrWritten() {
    return counted(Evidence.STDERR_BYTES);
  }

  private OptionalLong counted(String name) {
    Long value = verdict.evidence().counters().get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** What really stood around the program, a line each, for reports. */
  public List<String> isolation() {
    return isolation;
  }

  /** What {@code copyOut} did not take, a line each with the reason. */
  public List<String> leftOut() {
    return leftOut;
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
