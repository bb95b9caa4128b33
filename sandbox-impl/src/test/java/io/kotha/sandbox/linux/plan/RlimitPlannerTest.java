package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.RoomFixture.ofRoot;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.plan.Plan.Rlimit;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resource limits by their numbers in asm-generic/resource.h. */
class RlimitPlannerTest {

  private static final int CPU = 0;
  private static final int FSIZE = 1;
  private static final int STACK = 3;
  private static final int CORE = 4;
  private static final int NPROC = 6;
  private static final int NOFILE = 7;
  private static final int MEMLOCK = 8;
  private static final int AS = 9;
  private static final int SIGPENDING = 11;
  private static final int MSGQUEUE = 12;
  private static final int NICE = 13;
  private static final int RTPRIO = 14;

  private static Map<Integer, Long> values(RoomFixture room) throws Exception {
    Map<Integer, Long> values = new TreeMap<>();
    for (Rlimit limit : room.plan().rlimits()) {
      assertThat(values.put(limit.resource(), limit.value())).as(limit.name()).isNull();
    }
    return values;
  }

  @Test
  void roomWithoutLimitsGetsSafeDefaults() throws Exception {
    assertThat(values(ofRoot()))
        .isEqualTo(
            Map.of(
                CORE, 0L,
                STACK, 8L << 20,
                NOFILE, 4096L,
                MEMLOCK, 8L << 20,
                SIGPENDING, 4096L,
                MSGQUEUE, 131_072L,
                NICE, 0L,
                RTPRIO, 0L));
  }

  @Test
  void limitsThatAreAskedForReplaceTheDefaults() throws Exception {
    assertThat(
            values(
                ofRoot()
                    .with(s -> s.stack(MemorySize.MiB(64)).openFiles(10_000))
                    .with(s -> s.fileSize(MemorySize.bytes(5)).core(MemorySize.bytes(6)))))
        .containsEntry(STACK, 64L << 20)
        .containsEntry(NOFILE, 10_000L)
        .containsEntry(FSIZE, 5L)
        .containsEntry(CORE, 6L);
  }

  @Test
  void defaultsStayBelowTheHardLimitsOfTheJvm() throws Exception {
    HostBuilder host =
        HostBuilder.root()
            .hardLimit(NOFILE, 100)
            .hardLimit(STACK, 8L << 20)
            .hardLimit(MSGQUEUE, 0)
            .hardLimit(SIGPENDING, -1)
            .hardLimit(MEMLOCK, 1L << 40);

    assertThat(values(RoomFixture.on(host)))
        .containsEntry(NOFILE, 100L)
        .containsEntry(STACK, 8L << 20)
        .containsEntry(MSGQUEUE, 0L)
        .containsEntry(SIGPENDING, 4096L)
        .containsEntry(MEMLOCK, 8L << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "3, rlimit.stack",
    "4, rlimit.core",
    "7, rlimit.openFiles",
    "1, rlimit.fileSize",
  })
  void limitAboveTheHardLimitIsRefused(int resource, String feature) throws Exception {
    RoomFixture room = asking(HostBuilder.root().hardLimit(resource, 99));

    assertThat(room.refused())
        .singleElement()
        .satisfies(
            missing -> {
              assertThat(missing.feature()).isEqualTo(feature);
              assertThat(missing.reason()).contains("100", "99");
              assertThat(missing.remedy()).contains("ulimit");
            });
    assertThat(values(asking(HostBuilder.root().hardLimit(resource, 100))))
        .containsEntry(resource, 100L);
    assertThat(values(asking(HostBuilder.root().hardLimit(resource, -1))))
        .containsEntry(resource, 100L);
  }

  private static RoomFixture asking(HostBuilder host) {
    MemorySize size = MemorySize.bytes(100);
    return RoomFixture.on(host).with(s -> s.stack(size).core(size).fileSize(size).openFiles(100));
  }

  @Test
  void hardLimitOfNoneRefusesEveryFile() {
    assertThat(
            RoomFixture.on(HostBuilder.root().hardLimit(FSIZE, 0))
                .with(s -> s.fileSize(MemorySize.bytes(1)))
                .refused())
        .extracting(Missing::feature)
        .containsExactly("rlimit.fileSize");
  }

  // ---- instead of a cgroup ----

  @Test
  void acceptedResourceLimitsStandInForTheCgroup() throws Exception {
    assertThat(
            values(
                ofRoot()
                    .withoutCgroups()
                    .with(s -> s.memory(MemorySize.MiB(32)).pids(9))
                    .with(s -> s.cpuTime(Duration.ofSeconds(2)).acceptRlimits())))
        .containsEntry(AS, 32L << 20)
        .containsEntry(NPROC, 9L)
        .containsEntry(CPU, 2L);
  }

  @Test
  void eachStandInIsThereForItsOwnLimit() throws Exception {
    RoomFixture memory =
        ofRoot().withoutCgroups().with(s -> s.memory(MemorySize.MiB(32)).acceptRlimits());
    RoomFixture pids = ofRoot().withoutCgroups().with(s -> s.pids(9).acceptRlimits());
    RoomFixture time =
        ofRoot().withoutCgroups().with(s -> s.cpuTime(Duration.ofSeconds(2)).acceptRlimits());

    assertThat(values(memory)).containsKey(AS).doesNotContainKeys(NPROC, CPU);
    assertThat(values(pids)).containsKey(NPROC).doesNotContainKeys(AS, CPU);
    assertThat(values(time)).containsKey(CPU).doesNotContainKeys(AS, NPROC);
  }

  @Test
  void cgroupThatIsThereNeedsNoStandIn() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(s -> s.memory(MemorySize.MiB(32)).pids(9))
            .with(s -> s.cpuTime(Duration.ofSeconds(2)).acceptRlimits());

    assertThat(values(room)).doesNotContainKeys(AS, NPROC, CPU);
    assertThat(room.plan().isolation()).noneMatch(line -> line.startsWith("ACCEPTED"));
  }

  @Test
  void missingCgroupIsRefusedUnlessResourceLimitsAreAccepted() {
    assertThat(ofRoot().withoutCgroups().with(s -> s.memory(MemorySize.MiB(32))).refusedFeatures())
        .containsExactly("cgroup.memory");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 1", "1001, 2", "2000, 2"})
  void cpuTimeIsRoundedUpToWholeSeconds(long millis, long seconds) throws Exception {
    assertThat(
            values(
                ofRoot()
                    .withoutCgroups()
                    .with(s -> s.cpuTime(Duration.ofMillis(millis)).acceptRlimits())))
        .containsEntry(CPU, seconds);
  }

  @Test
  void standInAboveTheHardLimitIsRefused() {
    assertThat(
            RoomFixture.on(HostBuilder.root().hardLimit(NPROC, 8))
                .withoutCgroups()
                .with(s -> s.pids(9).acceptRlimits())
                .refusedFeatures())
        .singleElement()
        .asString()
        .startsWith("rlimit.pids");
  }
}
