package io.kotha.benchmarks.soak;

import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;

/** The windows of one subject. */
record Phase(SubjectName subject, List<Window> windows) {}
