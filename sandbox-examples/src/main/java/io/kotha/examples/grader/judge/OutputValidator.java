package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.TestCase;
import java.io.IOException;

/** Decides whether a finished output is right. */
interface OutputValidator {

  /** AC or WA; JE if the validator itself fails. */
  Decision validate(TestCase test, byte[] output) throws IOException, InterruptedException;
}
