package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.PackageFile;
import io.kotha.examples.grader.input.SourceFile;
import java.util.List;

/**
 * A test case.
 *
 * @param name its path below {@code data/} without {@code .in}, such as {@code secret/big/01}
 * @param input the submission's standard input
 * @param answer the judges' answer, for the validator
 * @param arguments the submission's command line arguments
 * @param validatorArguments the validator's arguments, or the flags of the default validator
 * @param files files to copy into the submission's working directory
 */
public record TestCase(
    String name,
    PackageFile input,
    PackageFile answer,
    List<String> arguments,
    List<String> validatorArguments,
    List<SourceFile> files) {

  public TestCase {
    arguments = List.copyOf(arguments);
    validatorArguments = List.copyOf(validatorArguments);
    files = List.copyOf(files);
  }
}
