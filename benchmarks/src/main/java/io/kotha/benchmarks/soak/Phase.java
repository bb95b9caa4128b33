package io.kotha.benchmarks.soak;

import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;

/** All runs of one subject. */
record Phase(SubjectName subject, List<Window> windows) {}
