package io.kotha.benchmarks.campaign;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds of start to exit, each with a short JVM for everybody
 * @param warmUp of each of these: a JVM compiles what starts rooms only after some hundred of them
 * @param measured in each of these
 * @param gapsOfPeers which idle gaps other programs are measured with
 * @param callers threads that start programs at once, for throughput
 * @param callersOfPeers with how many callers their throughput is measured
 * @param rateRounds of throughput
 * @param rateMeasured in each of these, and half of it to warm up
 * @param largeHeap further flags of the JVM with a large heap: touching all of it can take minutes
 * @param scaleRounds of heap, threads, rooms and mounts
 * @param scaleRuns of each subject in each of these
 * @param liveRooms how many live beside, the fewest first
 * @param idleRooms of which the memory is taken
 * @param firstUses JVMs that start one program
 * @param runs of what is cheap to repeat: teardown, overshoot, what is allocated
 * @param cpuRuns over which processor time is taken
 * @param cpuRunsOfPeers likewise, of other programs
 * @param streamRounds of what goes between the JVM and programs
 * @param exchangeRounds of what goes between programs
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

  /** Idle milliseconds before a start: none, and so many that nothing is still under way. */
  static final List<Integer> GAPS = List.of(0, 10);

  /** Figures fit to be quoted, in about an hour. */
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

  /** A first idea, in less than five minutes. */
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

  /** Nothing but whether all of it works; its figures mean nothing. */
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
