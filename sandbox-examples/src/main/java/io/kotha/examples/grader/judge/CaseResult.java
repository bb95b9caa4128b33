package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Judgement;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The result of a submission on one test case.
 *
 * @param name the test case's name
 * @param judgement the judgement on this case alone
 * @param cpu CPU time; empty if this host has no such counter
 * @param wall time from start to end; empty if judging failed
 * @param peakMemoryBytes peak memory in bytes; empty if this host has no such counter
 * @param reason the explanation; may hold untrusted bytes, so escape it before display
 */
public record CaseResult(
    String name,
    Judgement judgement,
    Optional<Duration> cpu,
    Optional<Duration> wall,
    OptionalLong peakMemoryBytes,
    String reason) {

  static CaseResult of(String name, Decision decision, Usage usage) {
    return new CaseResult(
        name,
        decision.judgement(),
        usage.cpu(),
        Optional.of(usage.wall()),
        usage.peakMemoryBytes(),
        decision.reason());
  }

  static CaseResult error(String name, String reason) {
    return new CaseResult(
        name, Judgement.JE, Optional.empty(), Optional.empty(), OptionalLong.empty(), reason);
  }
}
