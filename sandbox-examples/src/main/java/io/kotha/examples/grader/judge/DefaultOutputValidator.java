package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.ComparisonFlags;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.TestCase;
import java.io.IOException;

/** The format's default validator. It runs in the grader, because it only compares bytes. */
final class DefaultOutputValidator implements OutputValidator {

  @Override
  public Decision validate(TestCase test, byte[] output) throws IOException {
    ComparisonFlags flags = ComparisonFlags.parse(test.validatorArguments());
    return TokenComparison.difference(test.answer().content(), output, flags)
        .map(difference -> new Decision(Judgement.WA, difference))
        .orElse(new Decision(Judgement.AC, ""));
  }
}
