package io.kotha.benchmarks.result;

import io.kotha.benchmarks.subject.SubjectName;

/**
 * One that is measured.
 *
 * @param version what it says of itself
 * @param command how it is used, for people
 * @param isolation in words: what was observed, or why it could not be
 */
public record Entrant(SubjectName name, String version, String command, String isolation) {}
