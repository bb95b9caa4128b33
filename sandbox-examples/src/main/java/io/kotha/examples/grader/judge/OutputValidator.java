package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.TestCase;
import java.io.IOException;

/** A validator of complete outputs. */
interface OutputValidator extends AutoCloseable {

  /** Returns AC or WA, or JE if the validator itself fails. */
  Decision validate(TestCase test, byte[] output) throws IOException, InterruptedException;

  /** Deletes the programs that it runs. */
  @Override
  default void close() throws IOException {}
}
