package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.RoomFixture.ofRoot;
import static io.kotha.sandbox.linux.plan.RoomFixture.ofUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.SecurityLabel;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.limits.TimeLimits.Grace;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource;
import io.kotha.sandbox.linux.plan.Plan.Flag;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallAnswer;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Namespaces, flags, clocks and contradictions. The flags are those of linux/sched.h. */
class PlannerTest {

  private static final int NEWTIME = 0x80;
  private static final int NEWNS = 0x2_0000;
  private static final int NEWCGROUP = 0x200_0000;
  private static final int NEWUTS = 0x400_0000;
  private static final int NEWIPC = 0x800_0000;
  private static final int NEWUSER = 0x1000_0000;
  private static final int NEWPID = 0x2000_0000;
  private static final int NEWNET = 0x4000_0000;

  private static UnaryOperator<Sandbox> share(Namespace... namespaces) {
    return sandbox -> sandbox.share(namespaces);
  }

  // ---- namespaces ----

  @Test
  void roomOfRootIsBornInAllNamespacesButNetworkAndCgroup() throws Exception {
    Plan plan = ofRoot().plan();

    assertThat(plan.outerNamespaces()).isEqualTo(NEWNS | NEWUSER | NEWPID | NEWUTS | NEWIPC);
    assertThat(plan.innerNamespaces()).isEqualTo(NEWNET);
    assertThat(plan.lockedNamespaces()).isZero();
    assertThat(plan.payloadNamespaces()).isEqualTo(NEWCGROUP);
  }

  @Test
  void secondUserNamespaceOwnsEverythingThatThePayloadCouldAdminister() throws Exception {
    Plan plan = ofRoot().with(s -> s.keepCaps(Capability.NET_ADMIN)).plan();

    assertThat(plan.outerNamespaces()).isEqualTo(NEWNS | NEWUSER | NEWPID);
    assertThat(plan.innerNamespaces()).isZero();
    assertThat(plan.lockedNamespaces()).isEqualTo(NEWUSER | NEWNS | NEWNET | NEWUTS | NEWIPC);
    assertThat(plan.payloadNamespaces()).isEqualTo(NEWCGROUP);
    assertThat(plan.has(Flag.LOCK)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "PID, 0x20000000",
    "NET, 0x40000000",
    "UTS, 0x4000000",
    "IPC, 0x8000000",
    "USER, 0x10000000",
    "CGROUP, 0x2000000",
  })
  void sharedNamespaceIsNotMadeAndAllOthersAre(Namespace shared, String flag) throws Exception {
    Plan plan = ofRoot().with(share(shared)).with(Sandbox::withoutProc).plan();

    int all = NEWNS | NEWUSER | NEWPID | NEWUTS | NEWIPC | NEWNET | NEWCGROUP;
    assertThat(plan.outerNamespaces() | plan.innerNamespaces() | plan.payloadNamespaces())
        .isEqualTo(all & ~Integer.decode(flag));
  }

  @Test
  void timeNamespaceIsNeverAFlagOfClone() {
    assertThat(Namespaces.flag(Namespace.TIME)).isEqualTo(NEWTIME);
  }

  // ---- flags ----

  @Test
  void plainRoomOfRootHasTheseFlags() throws Exception {
    assertThat(ofRoot().plan().flags())
        .containsExactlyInAnyOrder(Flag.ZYGOTE_SOURCES, Flag.PROC, Flag.NO_NESTING, Flag.KEYRING);
  }

  @Test
  void roomWithANetworkLimitsItsSocketsOnV1() throws Exception {
    UnaryOperator<Sandbox> limited = s -> s.memory(MemorySize.MiB(8));
    Write sockets = new Write(0, "memory.kmem.tcp.limit_in_bytes", "8388608");
    assertThat(ofRoot().withMemoryOfV1().with(limited).plan().cgroups().writes())
        .doesNotContain(sockets);
    for (UnaryOperator<Sandbox> networked :
        List.<UnaryOperator<Sandbox>>of(
            Sandbox::loopback,
            s -> s.share(Namespace.NET),
            s -> s.keepCaps(Capability.NET_ADMIN))) {
      RoomFixture room = ofRoot().withMemoryOfV1().with(limited).with(networked);
      assertThat(room.plan().cgroups().writes()).contains(sockets);
    }
  }

  @Test
  void plainRoomOfOrdinaryUserHasTheseFlags() throws Exception {
    assertThat(ofUser().plan().flags())
        .containsExactlyInAnyOrder(Flag.DENY_SETGROUPS, Flag.PROC, Flag.NO_NESTING, Flag.KEYRING);
  }

  /** The payload takes a keyring of its own only where its policy lets it reach one. */
  @Test
  void policyThatRefusesKeyringsNeedsNone() throws Exception {
    for (SyscallPolicy policy :
        List.of(
            SyscallPolicy.standard(),
            SyscallPolicy.grader(),
            SyscallPolicy.compute(),
            SyscallPolicy.dockerLike(Set.of()))) {
      assertThat(ofRoot().with(s -> s.syscalls(policy)).plan().flags())
          .doesNotContain(Flag.KEYRING);
      assertThat(ofRoot().with(s -> s.syscalls(policy.allow("keyctl"))).plan().flags())
          .contains(Flag.KEYRING);
    }
  }

  @Test
  void eachRequestAddsItsFlag() throws Exception {
    assertThat(ofRoot().with(s -> s.copyOut("/tmp/x", Path.of("/out"))).plan().flags())
        .contains(Flag.HAND_ROOT);
    assertThat(ofRoot().with(Sandbox::loopback).plan().flags()).contains(Flag.LOOPBACK);
    assertThat(ofRoot().with(s -> s.timeNs(Duration.ofDays(1))).plan().flags()).contains(Flag.TIME);
    assertThat(ofRoot().with(Sandbox::withoutProc).plan().flags()).doesNotContain(Flag.PROC);
  }

  @Test
  void idRangesNeedNoDenialOfSetgroups() throws Exception {
    assertThat(ofUser().with(s -> s.idMap(IdMap.range(0, 200_000, 1000))).plan().flags())
        .doesNotContain(Flag.DENY_SETGROUPS);
  }

  @Test
  void fatalPolicyNotifiesAndEmulatedOneIsSupervised() throws Exception {
    SyscallPolicy fatal = SyscallPolicy.denyList("fatal").deny(SyscallAction.kill(), "ptrace");
    SyscallPolicy emulated =
        SyscallPolicy.denyList("emulated").emulate(call -> SyscallAnswer.proceed(), "ptrace");

    assertThat(ofRoot().with(s -> s.syscalls(fatal)).plan().flags())
        .contains(Flag.NOTIFY)
        .doesNotContain(Flag.SUPERVISED);
    assertThat(ofRoot().with(s -> s.syscalls(emulated)).plan().flags())
        .contains(Flag.SUPERVISED)
        .doesNotContain(Flag.NOTIFY);
    assertThat(ofRoot().with(s -> s.syscalls(SyscallPolicy.standard())).plan().flags())
        .doesNotContain(Flag.NOTIFY, Flag.SUPERVISED);
  }

  @Test
  void nestedUserNamespacesAreForbiddenUnlessTheRoomIsToMakeRooms() throws Exception {
    assertThat(RoomFixture.on(HostBuilder.root().withoutNestingLimit()).plan().flags())
        .doesNotContain(Flag.NO_NESTING);
    assertThat(ofRoot().with(share(Namespace.USER)).plan().flags()).doesNotContain(Flag.NO_NESTING);
    assertThat(ofRoot().with(s -> s.keepCaps(Capability.SYS_ADMIN)).plan().flags())
        .doesNotContain(Flag.NO_NESTING);
    assertThat(ofRoot().with(s -> s.keepCaps(Capability.NET_ADMIN)).plan().flags())
        .contains(Flag.NO_NESTING);
  }

  // ---- contradictions ----

  @Test
  void ordinaryUserWithoutUserNamespaceIsRefused() {
    assertThat(ofUser().with(share(Namespace.USER)).refusedFeatures())
        .containsExactly("share.user");
  }

  @Test
  void ordinaryUserCannotShareThePidNamespace() {
    assertThat(ofUser().with(share(Namespace.PID)).with(Sandbox::withoutProc).refusedFeatures())
        .containsExactly("share.pid");
  }

  @Test
  void sharedPidNamespaceNeedsCgroupThatFindsEveryProcess() throws Exception {
    RoomFixture sharing = ofRoot().with(share(Namespace.PID)).with(Sandbox::withoutProc);
    assertThat(sharing.plan().outerNamespaces() & NEWPID).isZero();
    assertThat(sharing.withoutCgroups().refused())
        .singleElement()
        .satisfies(
            missing -> {
              assertThat(missing.feature()).isEqualTo("share.pid");
              assertThat(missing.remedy()).contains("cgroup");
            });
    assertThat(ofRoot().withoutCgroups().plan().cgroups().groups()).isEmpty();
  }

  @Test
  void capabilityOverTheHostIsRefused() {
    assertThat(
            ofRoot()
                .with(share(Namespace.USER))
                .with(s -> s.keepCaps(Capability.NET_BIND_SERVICE))
                .refusedFeatures())
        .containsExactly("share.user");
  }

  @Test
  void loopbackOfTheHostIsRefused() throws Exception {
    assertThat(ofRoot().with(share(Namespace.NET)).with(Sandbox::loopback).refusedFeatures())
        .containsExactly("network.loopback");
    assertThat(ofRoot().with(share(Namespace.NET)).plan().has(Flag.LOOPBACK)).isFalse();
  }

  @Test
  void everyContradictionIsNamedAtOnceWithRemedy() {
    assertThat(
            ofUser()
                .withoutCgroups()
                .with(share(Namespace.USER, Namespace.PID, Namespace.NET))
                .with(Sandbox::loopback)
                .with(s -> s.keepCaps(Capability.KILL))
                .refused())
        .allSatisfy(missing -> assertThat(missing.remedy()).isNotBlank())
        .extracting(Missing::feature)
        .containsExactly(
            "share.user", "share.user", "share.pid", "share.pid", "share.pid", "network.loopback");
  }

  @Test
  void procOfTheHostIsRefused() {
    assertThat(ofRoot().with(share(Namespace.PID)).refusedFeatures()).containsExactly("share.pid");
    assertThat(ofRoot().with(share(Namespace.PID, Namespace.USER)).refusedFeatures())
        .containsExactly("share.pid");
  }

  /** The host would take the ids of the map as its own. */
  @Test
  void idMapWithoutUserNamespaceIsRefused() {
    for (IdMap map : List.of(IdMap.range(0, 300_000, 65_536), IdMap.none())) {
      assertThat(ofRoot().with(share(Namespace.USER)).with(s -> s.idMap(map)).refusedFeatures())
          .containsExactly("share.user");
    }
  }

  @Test
  void programWithoutIdsHasNoUserAndWritesNoFileOfTheHost() {
    assertThat(ofRoot().with(s -> s.idMap(IdMap.none()).user(1, 1)).refusedFeatures())
        .containsExactly("idmap.none");
    assertThat(
            ofRoot()
                .with(s -> s.idMap(IdMap.none()).bindWritable(Path.of("/a"), "/b"))
                .binds(new BindSource("/a", BindSource.Kind.DIRECTORY, false))
                .refusedFeatures())
        .containsExactly("idmap.none");
  }

  @Test
  void overlayOverFilesOfTheHostIsRefused() {
    assertThat(
            ofRoot()
                .with(s -> s.keepCaps(Capability.SYS_ADMIN).bindWritable(Path.of("/a"), "/b"))
                .binds(new BindSource("/a", BindSource.Kind.DIRECTORY, false))
                .refusedFeatures())
        .containsExactly("caps.sys_admin");
  }

  // ---- what goes into the plan unchanged ----

  @Test
  void keptCapabilitiesAreTheKernelsBits() throws Exception {
    assertThat(ofRoot().plan().capabilities()).isZero();
    assertThat(
            ofRoot()
                .with(s -> s.keepCaps(Capability.NET_ADMIN, Capability.CHECKPOINT_RESTORE))
                .plan()
                .capabilities())
        .isEqualTo(1L << 12 | 1L << 40);
  }

  @Test
  void hostnameIsThatOfTheHostIfTheNamespaceIs() throws Exception {
    assertThat(ofRoot().with(s -> s.hostname("box")).plan().hostname()).isEqualTo("box");
    assertThat(ofRoot().with(share(Namespace.UTS)).plan().hostname()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-500, 500", "0, 500", "500, 500", "501, 501", "1000, 1000"})
  void roomIsKilledForWantOfMemoryBeforeTheJvm(int jvm, String room) throws Exception {
    assertThat(RoomFixture.on(HostBuilder.root().oomScoreAdj(jvm)).plan().oomScoreAdj())
        .isEqualTo(room);
  }

  @Test
  void offsetsLabelAndMitigationsArePlanned() throws Exception {
    TimeOffsets offsets = new TimeOffsets(Duration.ofSeconds(5), Duration.ofSeconds(7));
    Plan plan =
        ofRoot()
            .with(s -> s.timeNs(offsets))
            .with(s -> s.label(new SecurityLabel.AppArmor("judge")))
            .with(s -> s.mitigate(Mitigation.STORE_BYPASS))
            .plan();

    assertThat(plan.time()).isEqualTo(offsets);
    assertThat(plan.hardening())
        .isEqualTo(
            new Hardening(
                "self/attr/apparmor/exec", "exec judge", EnumSet.of(Mitigation.STORE_BYPASS)));
    assertThat(ofRoot().plan().time()).isNull();
  }

  // ---- clocks ----

  @Test
  void roomWithoutTimeLimitHasNoClock() throws Exception {
    assertThat(ofRoot().plan().clocks())
        .isEqualTo(new Plan.Clocks(0, 0, 0, 0, false, HostBuilder.CPUS));
  }

  @Test
  void clocksAreNanoseconds() throws Exception {
    assertThat(
            ofRoot()
                .with(s -> s.wallTime(Duration.ofMillis(1)).cpuTime(Duration.ofMillis(2)))
                .with(s -> s.idleTime(Duration.ofMillis(3)))
                .with(s -> s.grace(Duration.ofMillis(4), Grace.Warning.SIGNAL))
                .plan()
                .clocks())
        .isEqualTo(
            new Plan.Clocks(1_000_000, 2_000_000, 3_000_000, 4_000_000, true, HostBuilder.CPUS));
  }

  @ParameterizedTest
  @CsvSource({"4, SIGNAL, true", "0, SIGNAL, false", "4, SILENT, false"})
  void signalWarnsOnlyOfGraceThatTheProgramGets(long millis, Grace.Warning warning, boolean warns)
      throws Exception {
    assertThat(
            ofRoot().with(s -> s.grace(Duration.ofMillis(millis), warning)).plan().clocks().warns())
        .isEqualTo(warns);
  }

  @Test
  void cpuClockNeedsCgroupThatCounts() throws Exception {
    Plan plan =
        ofRoot()
            .withoutCgroups()
            .with(s -> s.cpuTime(Duration.ofSeconds(2)).acceptRlimits())
            .plan();

    assertThat(plan.clocks().cpuNanos()).isZero();
    assertThat(plan.rlimits()).contains(new Plan.Rlimit(0, 2, "cpuTime (of each process)"));
  }

  // ---- lines for people ----

  @Test
  void isolationOfPlainRoomIsListed() throws Exception {
    assertThat(ofRoot().plan().isolation())
        .containsExactly(
            "namespaces: mnt pid net uts ipc user cgroup",
            "user namespaces inside: none",
            "ids: 0 100000 65536",
            "capabilities: none",
            "seccomp: none",
            "landlock: version 6",
            "cgroups: [" + RoomFixture.GROUP + "]");
  }

  @Test
  void everyWeakeningOfTheIsolationIsListed() throws Exception {
    assertThat(
            RoomFixture.on(HostBuilder.root().landlock(0))
                .withoutCgroups()
                .with(share(Namespace.NET, Namespace.UTS))
                .with(s -> s.timeNs(Duration.ofDays(1)))
                .with(s -> s.keepCaps(Capability.SYS_ADMIN))
                .with(s -> s.label(new SecurityLabel.AppArmor("judge")))
                .with(s -> s.mitigate(Mitigation.INDIRECT_BRANCH, Mitigation.STORE_BYPASS))
                .with(s -> s.memory(MemorySize.MiB(8)).acceptRlimits())
                .plan()
                .isolation())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("namespaces: mnt pid ipc user cgroup time"),
            line -> assertThat(line).contains("SHARED", "NET", "UTS"),
            line -> assertThat(line).startsWith("user namespaces inside: ").doesNotEndWith("none"),
            line -> assertThat(line).isEqualTo("ids: 0 100000 65536"),
            line -> assertThat(line).isEqualTo("capabilities: [SYS_ADMIN]"),
            line -> assertThat(line).isEqualTo("seccomp: none"),
            line -> assertThat(line).startsWith("label: ").contains("judge"),
            line -> assertThat(line).isEqualTo("mitigations: [STORE_BYPASS, INDIRECT_BRANCH]"),
            line -> assertThat(line).isEqualTo("landlock: none"),
            line -> assertThat(line).isEqualTo("cgroups: none"),
            line -> assertThat(line).contains("ACCEPTED", "RLIMIT_AS", "RLIMIT_CPU"));
  }

  @Test
  void idsOfHelperAreNotListedAsMap() throws Exception {
    assertThat(ofUser().with(s -> s.idMap(IdMap.range(0, 200_000, 1000))).plan().isolation())
        .noneMatch(line -> line.contains("200000"))
        .anyMatch(line -> line.startsWith("ids: by helper"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Namespace.class,
      names = {"MOUNT", "TIME", "USER", "PID"},
      mode = EnumSource.Mode.EXCLUDE)
  void ordinaryUserMayShareOtherNamespaces(Namespace shared) throws Exception {
    assertThat(ofUser().with(share(shared)).plan().isolation())
        .contains("SHARED with the host: " + Set.of(shared));
  }
}
