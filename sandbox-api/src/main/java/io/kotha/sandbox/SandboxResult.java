package io.kotha.sandbox;

import io.kotha.sandbox.stats.Evidence;
import io.kotha.sandbox.stats.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A finished run: its verdict, its usage and its captured output. Immutable. */
public final class SandboxResult {

  private final Verdict verdict;
  private final Usage usage;
  private final byte[] stdout;
  private final byte[] stderr;
  private final List<String> isolation;
  private final List<String> leftOut;

  /**
   * Creates a result. For providers. It keeps the arrays without copying them.
   *
   * @param verdict how the run ended
   * @param usage what the run used
   * @param stdout captured stdout, cut at the output limit
   * @param stderr captured stderr, cut at the output limit
   * @param isolation the isolation in force around the program, one line for each part
   * @param leftOut files that {@code copyOut} omitted, one line each, with the reason; bounded
   */
  public SandboxResult(
      Verdict verdict,
      Usage usage,
      byte[] stdout,
      byte[] stderr,
      List<String> isolation,
      List<String> leftOut) {
    this.verdict = Objects.requireNonNull(verdict, "verdict");
    this.usage = Objects.requireNonNull(usage, "usage");
    this.stdout = Objects.requireNonNull(stdout, "stdout");
    this.stderr = Objects.requireNonNull(stderr, "stderr");
    this.isolation = List.copyOf(Objects.requireNonNull(isolation, "isolation"));
    this.leftOut = List.copyOf(Objects.requireNonNull(leftOut, "leftOut"));
  }

  /** Waits for a run and returns its result. An interrupt cancels the run. */
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

  /** Returns how the run ended. */
  public Verdict verdict() {
    return verdict;
  }

  /** Returns what the run used. */
  public Usage usage() {
    return usage;
  }

  /**
   * Returns a copy of the captured stdout; empty if it was not captured. The program chose these
   * bytes: escape them before display.
   */
  public byte[] stdoutBytes() {
    return stdout.clone();
  }

  /**
   * Returns a copy of the captured stderr; empty if it was not captured. The program chose these
   * bytes: escape them before display.
   */
  public byte[] stderrBytes() {
    return stderr.clone();
  }

  /** Returns the captured stdout as UTF-8, with malformed bytes replaced. */
  public String stdout() {
    return new String(stdout, StandardCharsets.UTF_8);
  }

  /** Returns the captured stderr as UTF-8, with malformed bytes replaced. */
  public String stderr() {
    return new String(stderr, StandardCharsets.UTF_8);
  }

  /**
   * Returns the number of bytes that the program wrote to stdout, including those over the output
   * limit that were not kept; for a program killed for its output, those it wrote before the kill.
   * Empty if stdout was not captured.
   */
  public OptionalLong stdoutWritten() {
    return counted(Evidence.STDOUT_BYTES);
  }

  /** Returns the number of bytes that the program wrote to stderr; see {@link #stdoutWritten}. */
  public OptionalLong stderrWritten() {
    return counted(Evidence.STDERR_BYTES);
  }

  private OptionalLong counted(String name) {
    Long value = verdict.evidence().counters().get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Returns the isolation in force around the program, one line for each part, for reports. */
  public List<String> isolation() {
    return isolation;
  }

  /**
   * Returns the first 100 files that {@code copyOut} omitted, one line each, with the reason. A
   * last line has the number of the others.
   */
  public List<String> leftOut() {
    return leftOut;
  }

  /** Returns the exit status as a shell reports it; see {@link Verdict#exitValue}. */
  public int exitValue() {
    return verdict.exitValue();
  }

  @Override
  public String toString() {
    return verdict + ", " + usage;
  }
}
