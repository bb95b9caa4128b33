package io.kotha.examples.grader.problem;

/**
 * A submission of a package.
 *
 * @param name its path below {@code submissions/}
 * @param source its files
 * @param expectation the judgements that its author expects
 */
public record Submission(String name, ProgramSource source, Expectation expectation) {}
