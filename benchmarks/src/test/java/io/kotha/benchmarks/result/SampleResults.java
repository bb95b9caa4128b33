package io.kotha.benchmarks.result;

import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;

/** Sample results for tests. */
public final class SampleResults {

  /** A version string that attacks a report if it is not escaped. */
  public static final String HOSTILE = "<script>alert(1)</script> \"'& \u202e |\n1.0";

  private static final SubjectName PEER = SubjectName.peer("bwrap");

  private SampleResults() {}

  /** Returns results: ProcessBuilder takes 2 ms, a pooled room 1 ms, a cold room 3, a peer 8. */
  public static Results some() {
    return new Results(
        new Setting("2026-01-02", "bin/bench --sample", List.of("1 processor")),
        List.of(
            new Entrant(SubjectName.COLD, "0", "full.start()", "all seven namespaces"),
            new Entrant(PEER, HOSTILE, "bwrap --unshare-all", HOSTILE)),
        List.of(
            timing(SubjectName.PROCESS_BUILDER, 2),
            timing(SubjectName.POOLED, 1),
            timing(SubjectName.COLD, 3),
            timing(PEER, 8)),
        List.of(
            new Rate(SubjectName.PROCESS_BUILDER, 8, List.of(900.0, 1_100.0)),
            new Rate(SubjectName.COLD, 8, List.of(600.0))),
        List.of(
            scale("64 MB", SubjectName.COLD, 100),
            scale("8 GB", SubjectName.COLD, 114),
            scale("64 MB", SubjectName.POOLED, 100),
            scale("8 GB", SubjectName.POOLED, 116)),
        List.of(
            new Pace(
                Course.STDOUT, SubjectName.PROCESS_BUILDER, List.of(2_000.0, 2_200.0, 1_900.0)),
            new Pace(Course.STDOUT, SubjectName.COLD, List.of(1_700.0, 2_090.0, 1_900.0)),
            new Pace(Course.PING_PONG, SubjectName.PROCESS_BUILDER, List.of(100_000.0)),
            new Pace(Course.PING_PONG, SubjectName.COLD, List.of(80_000.0))),
        List.of(new Spread("overshoot.wall", "beyond a limit", millis(4))),
        List.of(
            new Figure("idle.pss", "memory of an idle room", 120, "kB"),
            new Figure("coldRoom.allocated.caller", "allocated by the caller", 25, "kB"),
            new Figure("coldRoom.allocated.all", "allocated by all threads", 40, "kB")),
        List.of(new LeftOut("docker", "no daemon answers")));
  }

  private static Timing timing(SubjectName subject, long millis) {
    return new Timing(subject, 0, List.of(millis(millis), millis(millis)));
  }

  private static Scale scale(String level, SubjectName subject, long millis) {
    return new Scale(Axis.HEAP, level, subject, List.of(millis(millis)));
  }

  private static Distribution millis(long millis) {
    return Distribution.ofNanos(List.of(millis * 1_000_000));
  }
}
