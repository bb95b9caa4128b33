package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.SourceFile;
import java.nio.file.Path;
import java.util.List;

/**
 * One test case.
 *
 * @param name its path below {@code data/} without {@code .in}, such as {@code secret/big/01}
 * @param input given to the submission on standard input
 * @param answer given to the validator
 * @param arguments given to the submission on its command line
 * @param validatorArguments given to the validator, or flags of the default one
 * @param files laid into the submission's working directory
 */
public record TestCase(
    String name,
    Path input,
    Path answer,
    List<String> arguments,
    List<String> validatorArguments,
    List<SourceFile> files) {

  public TestCase {
    arguments = List.copyOf(arguments);
    validatorArguments = List.copyOf(validatorArguments);
    files = List.copyOf(files);
  }
}
