package io.kotha.benchmarks.result;

import io.kotha.benchmarks.subject.SubjectName;

/**
 * A subject that is measured.
 *
 * @param version its version, as it reports it
 * @param command its command line or call, for reports
 * @param isolation a description of the observed isolation, or the reason why there is none
 */
public record Entrant(SubjectName name, String version, String command, String isolation) {}
