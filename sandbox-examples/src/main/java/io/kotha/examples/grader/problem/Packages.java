package io.kotha.examples.grader.problem;

import java.util.List;

/**
 * The packages that a caller named.
 *
 * @param problems the packages that were read
 * @param unreadable the packages and folders of packages that cannot be read
 */
public record Packages(List<Problem> problems, List<UnreadablePackage> unreadable) {

  public Packages {
    problems = List.copyOf(problems);
    unreadable = List.copyOf(unreadable);
  }
}
