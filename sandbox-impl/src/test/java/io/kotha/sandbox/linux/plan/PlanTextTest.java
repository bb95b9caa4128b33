package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.RoomFixture.ofRoot;
import static io.kotha.sandbox.linux.plan.RoomFixture.ofUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.isolation.IdMap.IdRange;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.SecurityLabel;
import io.kotha.sandbox.limits.TimeLimits.Grace;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource.Kind;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The text of {@code explain()}: steps, their order, and what each shows of the plan. */
class PlanTextTest {

  private static final Pattern STEP = Pattern.compile("  ([A-Z_]+)\\[(\\d+)] (.*)");

  private record Step(String name, int item, String text) {}

  private static List<Step> steps(RoomFixture room) throws Exception {
    return PlanText.of(room.plan())
        .lines()
        .map(STEP::matcher)
        .filter(Matcher::matches)
        .map(m -> new Step(m.group(1), Integer.parseInt(m.group(2)), m.group(3)))
        .toList();
  }

  private static List<String> names(RoomFixture room) throws Exception {
    return steps(room).stream().map(step -> step.name() + " " + step.item()).toList();
  }

  /** Returns the text of the only step with this name and item. */
  private static String step(RoomFixture room, SetupStep step, int item) throws Exception {
    List<Step> found =
        steps(room).stream().filter(s -> s.name().equals(step.name()) && s.item() == item).toList();
    assertThat(found).as("%s[%d]", step, item).hasSize(1);
    return found.get(0).text();
  }

  private static Stream<String> items(String step, int count) {
    return IntStream.range(0, count).mapToObj(i -> step + " " + i);
  }

  private static List<String> end(RoomFixture room) throws Exception {
    List<String> lines = PlanText.of(room.plan()).lines().toList();
    int last = 0;
    for (int i = 0; i < lines.size(); i++) {
      last = lines.get(i).startsWith(" ") ? last : i;
    }
    return lines.subList(last + 1, lines.size()).stream().map(String::strip).toList();
  }

  // ---- the order of the steps ----

  @Test
  void stepsOfRoomOfRootAreInTheOrderOfTheHelper() throws Exception {
    Plan plan = ofRoot().plan();

    assertThat(names(ofRoot()))
        .isEqualTo(
            Stream.of(
                    items("SOURCE", plan.tree().sources().size()),
                    Stream.of("CLONE 0", "ID_MAP 1", "ID_MAP 2", "IDMAP_MOUNT 0", "INIT 12"),
                    Stream.of("CGROUP 0"),
                    Stream.of("INIT 0", "NAMESPACE 0", "FORK 0", "INIT 8", "PROPAGATION 0"),
                    Stream.of("ROOT 0"),
                    items("MOUNT", plan.tree().entries().size()),
                    Stream.of("PIVOT 0"),
                    items("LANDLOCK", plan.domain().rules().size() + 1),
                    Stream.of("HOSTNAME 0", "FORK 1"),
                    Stream.of("CGROUP_ENTER 0", "CGROUP_ENTER 8", "SESSION 0", "IDENTITY 0"),
                    Stream.of("CAPABILITIES 0", "LANDLOCK " + (plan.domain().rules().size() + 1)),
                    Stream.of("COMMAND 0", "COPY_IN 0"),
                    items("RLIMIT", plan.rlimits().size()),
                    Stream.of("EXEC 0"))
                .flatMap(each -> each)
                .toList());
  }

  @Test
  void initOfOrdinaryUserOpensTheSourcesItself() throws Exception {
    List<String> names = names(ofUser());

    assertThat(names).startsWith("CLONE 0", "ID_MAP 0", "ID_MAP 1", "ID_MAP 2", "INIT 12");
    assertThat(names).containsSubsequence("FORK 0", "SOURCE 0", "INIT 8", "ROOT 0");
    assertThat(names).doesNotContain("IDMAP_MOUNT 0").doesNotHaveDuplicates();
  }

  @Test
  void secondUserNamespaceIsMadeAfterTheMountsAndBeforeTheFork() throws Exception {
    RoomFixture room = ofRoot().with(s -> s.keepCaps(Capability.NET_ADMIN).loopback());

    assertThat(names(room))
        .containsSubsequence(
            "PIVOT 0", "LOCK 1", "HOSTNAME 0", "LOOPBACK 0", "FORK 0", "FORK 1", "CGROUP_ENTER 0")
        .doesNotContain("NAMESPACE 0")
        .doesNotHaveDuplicates();
    assertThat(step(room, SetupStep.LOCK, 1)).contains("net uts ipc user");
  }

  @Test
  void sectionsAreThoseOfTheProcesses() throws Exception {
    assertThat(PlanText.of(ofRoot().plan()).lines().filter(line -> !line.startsWith(" ")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("zygote"),
            line -> assertThat(line).startsWith("init"),
            line -> assertThat(line).startsWith("payload"),
            line -> assertThat(line).isNotBlank());
  }

  @Test
  void stepsThatAreNotTakenAreNotListed() throws Exception {
    RoomFixture room =
        RoomFixture.on(HostBuilder.root().landlock(0))
            .withoutCgroups()
            .with(s -> s.share(Namespace.UTS, Namespace.NET, Namespace.CGROUP));

    assertThat(steps(room))
        .extracting(Step::name)
        .doesNotContain(
            "HOSTNAME",
            "LOOPBACK",
            "NAMESPACE",
            "TIME",
            "LOCK",
            "LANDLOCK",
            "CGROUP",
            "CGROUP_WRITE",
            "CGROUP_ENTER",
            "LABEL",
            "MITIGATION",
            "SECCOMP",
            "SECCOMP_LATE");
  }

  // ---- the zygote ----

  @Test
  void namespacesAreNamedAsTheKernelNamesThem() throws Exception {
    assertThat(step(ofRoot(), SetupStep.CLONE, 0)).isEqualTo("clone3 mnt pid uts ipc user");
    assertThat(step(ofRoot(), SetupStep.NAMESPACE, 0)).endsWith("unshare net");
    assertThat(step(ofRoot(), SetupStep.CGROUP_ENTER, 8)).endsWith("unshare cgroup");
    assertThat(
            step(
                ofRoot()
                    .with(s -> s.share(Namespace.PID, Namespace.UTS, Namespace.IPC, Namespace.USER))
                    .with(Sandbox::withoutProc),
                SetupStep.CLONE,
                0))
        .isEqualTo("clone3 mnt");
  }

  @Test
  void sourcesHaveTheirAttributes() throws Exception {
    assertThat(step(ofRoot(), SetupStep.SOURCE, 0))
        .contains("/image")
        .contains("below")
        .endsWith("(ro,nosuid,nodev)");
    assertThat(step(ofRoot(), SetupStep.SOURCE, 1))
        .contains("/dev/null")
        .doesNotContain("below")
        .endsWith("(nosuid,noexec)");
    assertThat(step(ofRoot(), SetupStep.IDMAP_MOUNT, 0)).isEqualTo("/image");
  }

  @Test
  void idMapsAreWrittenOrGivenToTheSetuidHelpers() throws Exception {
    assertThat(step(ofRoot(), SetupStep.ID_MAP, 1)).isEqualTo("0 100000 65536 > uid_map");
    assertThat(step(ofRoot(), SetupStep.ID_MAP, 2)).isEqualTo("0 100000 65536 > gid_map");
    assertThat(step(ofUser(), SetupStep.ID_MAP, 0)).contains("deny", "setgroups");
    IdMap two = new IdMap.Ranges(List.of(new IdRange(0, 5000, 100), new IdRange(100, 9000, 10)));
    assertThat(step(ofRoot().with(s -> s.idMap(two)), SetupStep.ID_MAP, 1))
        .isEqualTo("0 5000 100, 100 9000 10 > uid_map");

    RoomFixture helped = ofUser().with(s -> s.idMap(two));
    assertThat(step(helped, SetupStep.ID_MAP, 3))
        .isEqualTo("/usr/bin/newuidmap 0 5000 100 100 9000 10");
    assertThat(step(helped, SetupStep.ID_MAP, 4))
        .isEqualTo("/usr/bin/newgidmap 0 5000 100 100 9000 10");
    assertThat(names(helped)).doesNotContain("ID_MAP 0", "ID_MAP 1", "ID_MAP 2");
  }

  @Test
  void cgroupIsMadeAndLimited() throws Exception {
    RoomFixture room = ofRoot().with(s -> s.memory(MemorySize.MiB(8)).pids(9));

    assertThat(step(room, SetupStep.INIT, 12)).isEqualTo("500 > oom_score_adj");
    assertThat(step(room, SetupStep.CGROUP, 0)).isEqualTo("mkdir " + RoomFixture.GROUP);
    assertThat(step(room, SetupStep.CGROUP_WRITE, 0))
        .isEqualTo("8388608 > " + RoomFixture.GROUP + "/memory.max");
    assertThat(step(room, SetupStep.CGROUP_WRITE, 1))
        .isEqualTo("9 > " + RoomFixture.GROUP + "/pids.max");
  }

  // ---- init ----

  @Test
  void clockOffsetsAreShown() throws Exception {
    assertThat(step(ofRoot().with(s -> s.timeNs(Duration.ofHours(5))), SetupStep.TIME, 0))
        .contains("time", "PT5H");
  }

  @Test
  void limitsAgainstNestingAreSetByStepsOnlyWithoutProc() throws Exception {
    assertThat(names(ofRoot())).doesNotContain("NAMESPACE 1", "NAMESPACE 2");
    RoomFixture room = ofRoot().with(Sandbox::withoutProc);
    assertThat(step(room, SetupStep.NAMESPACE, 1))
        .isEqualTo("0 > /proc/sys/user/max_user_namespaces");
    assertThat(step(room, SetupStep.NAMESPACE, 2))
        .isEqualTo("16 > /proc/sys/user/max_inotify_instances");
    assertThat(step(room.with(s -> s.keepCaps(Capability.KILL)), SetupStep.NAMESPACE, 1))
        .isEqualTo("1 > /proc/sys/user/max_user_namespaces");
    assertThat(
            names(
                RoomFixture.on(HostBuilder.root().withoutNestingLimit())
                    .with(Sandbox::withoutProc)))
        .doesNotContain("NAMESPACE 1");
  }

  @Test
  void rootIsShownByKind() throws Exception {
    assertThat(step(ofRoot(), SetupStep.ROOT, 0)).doesNotContain("tmpfs");
    assertThat(
            step(ofRoot().layout(RootKind.OVERLAY, RootLayout.Mapping.IDMAPPED), SetupStep.ROOT, 0))
        .contains("overlay", "source 0", "mode=0755,size=67108864");
    assertThat(step(ofRoot().assembled(), SetupStep.ROOT, 0))
        .startsWith("tmpfs mode=0755,size=67108864");
  }

  @Test
  void mountsHaveTheirAttributes() throws Exception {
    Plan plan = ofRoot().plan();
    List<String> mounts =
        steps(ofRoot()).stream().filter(s -> s.name().equals("MOUNT")).map(Step::text).toList();

    assertThat(mounts).hasSameSizeAs(plan.tree().entries());
    assertThat(mounts.get(0)).contains("proc", "/proc").endsWith("(nosuid,nodev,noexec)");
    assertThat(mounts)
        .anyMatch(text -> text.startsWith("mask /proc/kcore"))
        .anyMatch(text -> text.contains("/dev/null") && text.contains("bind"))
        .anyMatch(text -> text.contains("/proc/self/fd/2") && text.contains("symlink"))
        .anyMatch(text -> text.equals("0 > /proc/sys/user/max_user_namespaces"))
        .anyMatch(text -> text.contains("/tmp") && text.contains("mode=1777"))
        .anyMatch(text -> text.contains("/proc/sys") && text.endsWith("(ro,nosuid,nodev,noexec)"));
  }

  @Test
  void mountHasTheAttributesOfItsSourceOnce() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(s -> s.bind(Path.of("/a"), "/read").bindWritable(Path.of("/b"), "/write"))
            .binds(
                new BindSource("/a", Kind.DIRECTORY, false),
                new BindSource("/b", Kind.DIRECTORY, false));

    assertThat(steps(room))
        .filteredOn(s -> s.name().equals("MOUNT"))
        .extracting(Step::text)
        .contains("bind /a → /read (ro,nosuid,nodev)", "bind /b → /write (nosuid,nodev)");
  }

  @Test
  void landlockShowsMasksAndRules() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(
                s ->
                    s.landlock(Landlock.required().file("/srv", Landlock.Access.READ).bindTcp(80)));

    assertThat(step(room, SetupStep.LANDLOCK, 0)).contains("0xffff", "ports 0x1", "scoped 0x3");
    assertThat(step(room, SetupStep.LANDLOCK, 1)).contains("/srv").endsWith("0xc");
    assertThat(step(room, SetupStep.LANDLOCK, 2)).contains("80").endsWith("0x1");
    assertThat(step(room, SetupStep.LANDLOCK, 3)).doesNotContain("0x");
  }

  // ---- the payload ----

  @Test
  void payloadIsBornInGroupOfV2AndEntersOneOfV1() throws Exception {
    assertThat(step(ofRoot(), SetupStep.CGROUP_ENTER, 0))
        .startsWith("is created in")
        .endsWith(RoomFixture.GROUP);
    assertThat(step(ofRoot().withMemoryOfV1(), SetupStep.CGROUP_ENTER, 0))
        .startsWith("enters")
        .endsWith("/sys/fs/cgroup/memory/jvm/room-7");
    assertThat(step(ofRoot().with(s -> s.keepCaps(Capability.KILL)), SetupStep.CGROUP_ENTER, 0))
        .startsWith("enters");
  }

  @Test
  void identityIsShownInsideAndOutside() throws Exception {
    assertThat(step(ofRoot().with(s -> s.user(5, 6)), SetupStep.IDENTITY, 0))
        .contains("uid 5 (on the host 100005)", "gid 6 (on the host 100006)");
    assertThat(step(ofRoot().with(s -> s.idMap(IdMap.none())), SetupStep.IDENTITY, 0))
        .doesNotContainPattern("\\d");
  }

  @Test
  void keptCapabilitiesAreNamed() throws Exception {
    assertThat(step(ofRoot(), SetupStep.CAPABILITIES, 0)).contains("kept none", "no_new_privs");
    assertThat(
            step(
                ofRoot().with(s -> s.keepCaps(Capability.CHOWN, Capability.NET_ADMIN)),
                SetupStep.CAPABILITIES,
                0))
        .contains("kept CHOWN NET_ADMIN,");
  }

  @Test
  void labelAndMitigationsAreNamed() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(s -> s.label(new SecurityLabel.AppArmor("judge")))
            .with(s -> s.mitigate(Mitigation.INDIRECT_BRANCH, Mitigation.CORE_SCHEDULING));

    assertThat(step(room, SetupStep.LABEL, 3))
        .isEqualTo("exec judge > /proc/self/attr/apparmor/exec");
    assertThat(step(room, SetupStep.MITIGATION, 1)).endsWith("INDIRECT_BRANCH");
    assertThat(step(room, SetupStep.MITIGATION, 2)).endsWith("CORE_SCHEDULING");
  }

  @Test
  void programsOfTheFilterAreListedWhereTheyAreLoaded() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(s -> s.syscalls(SyscallPolicy.denyList("d").deny(SyscallAction.kill(), "chdir")));
    Plan plan = room.plan();
    int main = plan.filters().main().orElseThrow().length();
    int late = plan.filters().late().orElseThrow().length();

    assertThat(step(room, SetupStep.SECCOMP, 0)).startsWith(main + " ");
    assertThat(step(room, SetupStep.SECCOMP_LATE, 0)).startsWith(late + " ");
    assertThat(names(room))
        .containsSubsequence(
            "CAPABILITIES 0", "SECCOMP 0", "COMMAND 0", "RLIMIT 0", "SECCOMP_LATE 0", "EXEC 0");
    assertThat(PlanText.of(plan).lines().filter(line -> line.startsWith("    ")))
        .hasSize(main + late)
        .anyMatch(line -> line.endsWith("USER_NOTIF"))
        .anyMatch(line -> line.endsWith("KILL_PROCESS"));
  }

  @Test
  void resourceLimitsAreShown() throws Exception {
    assertThat(step(ofRoot(), SetupStep.RLIMIT, 0)).isEqualTo("core = 0");
    assertThat(step(ofRoot(), SetupStep.RLIMIT, 1)).isEqualTo("stack = 8388608");
  }

  // ---- while it runs ----

  @Test
  void clocksAreShownInMilliseconds() throws Exception {
    assertThat(
            end(
                ofRoot()
                    .withoutCgroups()
                    .with(s -> s.wallTime(Duration.ofMillis(1500)))
                    .with(s -> s.grace(Duration.ofNanos(250_000), Grace.Warning.SILENT))))
        .containsExactly("wall time 1500.0 ms", "grace 0.25 ms");
    assertThat(
            end(ofRoot().with(s -> s.cpuTime(Duration.ofMillis(2)).idleTime(Duration.ofMillis(3)))))
        .startsWith("CPU time 2.0 ms", "idle time 3.0 ms");
  }

  @Test
  void countersAreShownByFileAndKey() throws Exception {
    assertThat(end(ofRoot()))
        .contains("counts CPU_NANOS by cpu.stat usage_usec", "counts MEMORY_PEAK by memory.peak");
    assertThat(end(ofRoot().withoutCgroups())).isEmpty();
  }
}
