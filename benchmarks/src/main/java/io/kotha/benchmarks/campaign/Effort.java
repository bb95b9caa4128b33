package io.kotha.benchmarks.campaign;

import java.time.Duration;
import java.util.List;

/**
 * The extent of a run's measurements.
 *
 * @param rounds rounds of start to exit, each with a short-lived JVM for every subject
 * @param warmUp warm-up time of these JVMs, which compile the code that starts rooms only after
 *     some hundred starts
 * @param measured measured time of these JVMs
 * @param gapsOfPeers idle gaps in milliseconds with which peers are measured
 * @param callers numbers of concurrent caller threads for throughput
 * @param callersOfPeers numbers of concurrent caller threads for the throughput of peers
 * @param rateRounds rounds of throughput
 * @param rateMeasured measured time of a throughput round; its warm-up takes half of that
 * @param largeHeap additional flags of the JVM with a large heap: touching all of it can take
 *     minutes
 * @param scaleRounds rounds of heap, threads, rooms and mounts
 * @param scaleRuns runs of each subject in a scale round
 * @param liveRooms numbers of other live rooms, in ascending order
 * @param idleRooms number of pooled rooms whose memory is measured
 * @param firstUses number of JVMs that start one program
 * @param runs runs of measurements that are cheap to repeat: teardown, overshoot, allocation
 * @param cpuRuns runs for the measurement of CPU time
 * @param cpuRunsOfPeers runs for the measurement of the CPU time of peers
 * @param streamRounds rounds of throughput between the JVM and programs
 * @param exchangeRounds rounds of exchanges between programs
 */
public record Effort(
    int rounds,
    Duration warmUp,
    Duration measured,
    List<Integer> gapsOfPeers,
    List<Integer> callers,
    List<Integer> callersOfPeers,
    int rateRounds,
    Duration rateMeasured,
    List<String> largeHeap,
    int scaleRounds,
    int scaleRuns,
    List<Integer> liveRooms,
    int idleRooms,
    int firstUses,
    int runs,
    int cpuRuns,
    int cpuRunsOfPeers,
    int streamRounds,
    int exchangeRounds) {

  /** Idle milliseconds before a start: none, and enough for all teardown to finish. */
  static final List<Integer> GAPS = List.of(0, 10);

  /** Returns the effort for publishable figures: about an hour. */
  public static Effort full() {
    return new Effort(
        6,
        Duration.ofSeconds(6),
        Duration.ofSeconds(4),
        GAPS,
        List.of(1, 2, 8, 64),
        List.of(1, 8),
        5,
        Duration.ofSeconds(3),
        List.of("-XX:+AlwaysPreTouch"),
        6,
        200,
        List.of(0, 100, 1_000),
        100,
        10,
        300,
        1_000,
        1_000,
        150,
        15);
  }

  /** Returns the effort for a first impression: less than five minutes. */
  public static Effort quick() {
    return new Effort(
        2,
        Duration.ofMillis(2_000),
        Duration.ofMillis(900),
        List.of(0),
        List.of(1, 8),
        List.of(),
        1,
        Duration.ofMillis(800),
        List.of(),
        1,
        50,
        List.of(0, 200),
        50,
        3,
        50,
        100,
        20,
        20,
        3);
  }

  /** Returns the effort that tests whether every measurement works; the figures are meaningless. */
  public static Effort trial() {
    return new Effort(
        1,
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        GAPS,
        List.of(1, 2, 8, 64),
        List.of(8),
        1,
        Duration.ofMillis(100),
        List.of(),
        1,
        5,
        List.of(0, 20),
        10,
        1,
        5,
        20,
        5,
        2,
        1);
  }
}
