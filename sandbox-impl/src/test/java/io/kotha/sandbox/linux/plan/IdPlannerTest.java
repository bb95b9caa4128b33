package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.RoomFixture.ofRoot;
import static io.kotha.sandbox.linux.plan.RoomFixture.ofUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.isolation.IdMap.IdRange;
import io.kotha.sandbox.linux.plan.Plan.Flag;
import io.kotha.sandbox.linux.plan.Plan.Ids;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Id maps as {@code user_namespaces(7)} has them, and the ids of payload and init. */
class IdPlannerTest {

  private static final int NO_ID = -1;
  private static final String LEASED = "0 100000 65536\n";
  private static final String SAME = "0 0 65536\n";

  private static IdMap ranges(IdRange... ranges) {
    return new IdMap.Ranges(List.of(ranges));
  }

  private static Ids mapped(
      int uid, int gid, int init, String map, String locked, long hostUid, long hostGid) {
    return new Ids(
        uid, gid, init, init, map, map, locked, locked, List.of(), List.of(), hostUid, hostGid);
  }

  // ---- root ----

  @Test
  void rootLeasesRangeInWhichInitHasAnIdOfItsOwn() throws Exception {
    assertThat(ofRoot().plan().ids()).isEqualTo(mapped(0, 0, 65_534, LEASED, "", 100_000, 100_000));
  }

  @Test
  void payloadOfRootHasItsUserInTheLeasedRange() throws Exception {
    Plan plan = ofRoot().with(s -> s.user(1000, 1001)).plan();

    assertThat(plan.ids()).isEqualTo(mapped(1000, 1001, 65_534, LEASED, "", 101_000, 101_001));
    assertThat(plan.has(Flag.LOCK)).isFalse();
  }

  @Test
  void secondUserNamespaceMapsTheRangeToItself() throws Exception {
    assertThat(ofRoot().with(s -> s.keepCaps(Capability.KILL).user(7, 8)).plan().ids())
        .isEqualTo(mapped(7, 8, 65_534, LEASED, SAME, 100_007, 100_008));
  }

  @Test
  void roomWithoutIdsIsLockedAndMapsNoneInside() throws Exception {
    Plan plan = ofRoot().with(s -> s.idMap(IdMap.none())).plan();

    assertThat(plan.ids()).isEqualTo(mapped(NO_ID, NO_ID, NO_ID, LEASED, "", 100_000, 100_000));
    assertThat(plan.has(Flag.LOCK)).isTrue();
  }

  @Test
  void sharedUserNamespaceGetsLeasedIdsWithoutMap() throws Exception {
    assertThat(ofRoot().with(s -> s.share(Namespace.USER).user(5, 6)).plan().ids())
        .isEqualTo(mapped(100_005, 100_006, 165_534, "", "", 100_005, 100_006));
  }

  @Property(tries = 100)
  void noIdOfTheHostsRootIsEverMapped(
      @ForAll @IntRange(max = 65_533) int uid, @ForAll @IntRange(max = 65_533) int gid)
      throws Exception {
    Ids ids = ofRoot().with(s -> s.user(uid, gid)).plan().ids();

    assertThat(ids.hostUid()).isEqualTo(RoomFixture.ID_BASE + uid);
    assertThat(ids.hostGid()).isEqualTo(RoomFixture.ID_BASE + gid);
    assertThat(ids.initUid()).isNotEqualTo(uid);
    assertThat(ids.uidMap()).isEqualTo(LEASED);
  }

  // ---- an ordinary user ----

  @Test
  void ordinaryUserMapsItsOwnIdsToRoot() throws Exception {
    Plan plan = ofUser().plan();

    assertThat(plan.ids())
        .isEqualTo(
            new Ids(
                0,
                0,
                NO_ID,
                NO_ID,
                "0 1000 1\n",
                "0 1001 1\n",
                "",
                "",
                List.of(),
                List.of(),
                1000,
                1001));
    assertThat(plan.has(Flag.LOCK)).isFalse();
  }

  @Test
  void singleIdIsMappedToRootFirstAndThenToTheUser() throws Exception {
    Plan plan = ofUser().with(s -> s.user(7, 8)).plan();

    assertThat(plan.ids())
        .isEqualTo(
            new Ids(
                7,
                8,
                NO_ID,
                NO_ID,
                "0 1000 1\n",
                "0 1001 1\n",
                "7 0 1\n",
                "8 0 1\n",
                List.of(),
                List.of(),
                1000,
                1001));
    assertThat(plan.has(Flag.LOCK)).isTrue();
  }

  @Test
  void ordinaryUserCanHaveNoIdsInside() throws Exception {
    Plan plan = ofUser().with(s -> s.idMap(IdMap.none())).plan();

    assertThat(plan.ids())
        .isEqualTo(
            new Ids(
                NO_ID,
                NO_ID,
                NO_ID,
                NO_ID,
                "0 1000 1\n",
                "0 1001 1\n",
                "",
                "",
                List.of(),
                List.of(),
                1000,
                1001));
    assertThat(plan.flags()).contains(Flag.LOCK, Flag.DENY_SETGROUPS);
  }

  // ---- ranges ----

  @Test
  void ordinaryUserMapsRangesByTheSetuidHelpers() throws Exception {
    Plan plan = ofUser().with(s -> s.idMap(IdMap.range(0, 200_000, 1000)).user(5, 6)).plan();

    assertThat(plan.ids())
        .isEqualTo(
            new Ids(
                5,
                6,
                999,
                999,
                "",
                "",
                "",
                "",
                List.of("/usr/bin/newuidmap", "0", "200000", "1000"),
                List.of("/usr/bin/newgidmap", "0", "200000", "1000"),
                200_005,
                200_006));
    assertThat(plan.has(Flag.LOCK)).isFalse();
  }

  @Test
  void rootWritesRangesItself() throws Exception {
    assertThat(
            ofRoot()
                .with(s -> s.idMap(ranges(new IdRange(0, 5000, 100), new IdRange(100, 9000, 10))))
                .with(s -> s.user(100, 99))
                .plan()
                .ids())
        .isEqualTo(mapped(100, 99, 109, "0 5000 100\n100 9000 10\n", "", 9000, 5099));
  }

  @Test
  void lockedRangesMapToThemselves() throws Exception {
    assertThat(
            ofUser()
                .with(s -> s.idMap(ranges(new IdRange(0, 5000, 100), new IdRange(300, 9000, 10))))
                .with(s -> s.keepCaps(Capability.KILL).user(300, 309))
                .plan()
                .ids())
        .isEqualTo(
            new Ids(
                300,
                309,
                309,
                309,
                "",
                "",
                "0 0 100\n300 300 10\n",
                "0 0 100\n300 300 10\n",
                List.of("/usr/bin/newuidmap", "0", "5000", "100", "300", "9000", "10"),
                List.of("/usr/bin/newgidmap", "0", "5000", "100", "300", "9000", "10"),
                9000,
                9009));
  }

  @ParameterizedTest
  @CsvSource({
    "1,  10, 5, 5, 0", // 0 itself, which init needs
    "0,  10, 10, 5, 10",
    "0,  10, 5, 11, 11",
  })
  void idOutsideOfEveryRangeIsRefusedByName(
      long inside, long count, int uid, int gid, String missing) {
    assertThatThrownBy(
            ofRoot().with(s -> s.idMap(IdMap.range(inside, 5000, count)).user(uid, gid))::plan)
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("id " + missing + " ");
  }

  @Test
  void initSharesNoIdWithThePayload() throws Exception {
    assertThat(ofRoot().with(s -> s.idMap(IdMap.range(0, 5000, 6)).user(5, 0)).plan().ids())
        .isEqualTo(mapped(5, 0, NO_ID, "0 5000 6\n", "", 5005, 5000));
    assertThat(
            ofRoot().with(s -> s.idMap(IdMap.range(0, 5000, 7)).user(5, 0)).plan().ids().initUid())
        .isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"2147483648, 2147483647", "2147483649, -1"})
  void initHasAnIdOfItsOwnOnlyIfThatIsAnInt(long count, int init) throws Exception {
    Ids ids = ofRoot().with(s -> s.idMap(IdMap.range(0, 1, count))).plan().ids();

    assertThat(ids.initUid()).isEqualTo(init);
    assertThat(ids.initGid()).isEqualTo(init);
  }

  /** The plan has room for 60 characters of the inner map. */
  @ParameterizedTest
  @ValueSource(longs = {10, 100})
  void mapOfTheSecondUserNamespaceIsShort(long count) throws Exception {
    RoomFixture room =
        ofRoot()
            .with(
                s ->
                    s.idMap(
                            ranges(
                                new IdRange(0, 1, count),
                                new IdRange(100_000_000, 100_000_000, 100_000_000),
                                new IdRange(1_000_000, 1_000_000, 100_000)))
                        .keepCaps(Capability.KILL));
    if (count == 10) {
      assertThat(room.plan().ids().lockedUidMap()).hasSize(60);
    } else {
      assertThatThrownBy(room::plan)
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("61 characters, at most 60");
    }
  }

  @Test
  void anyNumberOfRangesGoesWithoutSecondUserNamespace() throws Exception {
    IdRange[] many =
        IntStream.range(0, 16).mapToObj(i -> new IdRange(i, 7000 + i, 1)).toArray(IdRange[]::new);

    assertThat(ofRoot().with(s -> s.idMap(ranges(many))).plan().ids().uidMap().lines()).hasSize(16);
  }
}
