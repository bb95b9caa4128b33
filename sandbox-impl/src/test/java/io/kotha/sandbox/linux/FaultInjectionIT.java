package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.SecurityLabel;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.linux.cgroup.CgroupLayout;
import io.kotha.sandbox.linux.cgroup.CgroupLayout.Version;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.room.LivingRoom;
import io.kotha.sandbox.linux.room.RoomBuilder;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import io.kotha.sandbox.seccomp.SyscallAnswer;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Makes each step of the helper fail once. The step, item and errno must arrive, no program may
 * run, and nothing may be left. {@link Faults} has the steps.
 */
@Timeout(60)
class FaultInjectionIT {

  private static final int EUSERS = 87; // no step fails with this errno by itself

  private static Engine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = HelperBuild.engine("kotha-helper-faults");
    // Start the zygote and make its cgroups now, so that no test takes them for leftovers.
    engine
        .builder()
        .start(
            new StartRequest(Rooms.minimal().spec(), Command.of("/bin/true")), RoomPreparation.NONE)
        .room()
        .ended()
        .get();
  }

  @ParameterizedTest
  @MethodSource("io.kotha.sandbox.linux.Faults#injected")
  void failedStepIsReported(Faults.Fault fault) throws Exception {
    SetupStep step = fault.step();
    int item = fault.item();
    skipIfLaneLacks(step, item);
    Sandbox sandbox = sandbox(step, item);
    Leftovers before = Leftovers.snapshot();
    RoomBuilder builder = engine.builder(new PlanEncoder.Fault(step.number(), item, EUSERS));
    Command command = command(step, item);
    Throwable failure =
        catchThrowable(
            () -> builder.start(new StartRequest(sandbox.spec(), command), RoomPreparation.NONE));
    assertThat(failure).isInstanceOf(SetupException.class);
    SetupException e = (SetupException) failure;
    assertThat(e).hasMessageStartingWith(step + "[" + item + "]");
    assertThat(e.step()).isEqualTo(step);
    assertThat(e.item()).isEqualTo(item);
    assertThat(e.errno()).isEqualTo(EUSERS);
    assertThat(e.hint()).isNotBlank();
    if (step == SetupStep.LANDLOCK) { // the item after the last rule is entering the domain
      assertThat(e.getMessage().contains("landlock domain")).isEqualTo(item != 1);
    }
    before.assertNone();
  }

  @Test
  void refusedRequestIsReported() {
    RoomBuilder builder =
        engine.builder(new PlanEncoder.Fault(SetupStep.REQUEST.number(), 0, EUSERS));
    Throwable failure =
        catchThrowable(
            () ->
                builder.start(
                    new StartRequest(Rooms.minimal().spec(), Command.of("/bin/true")),
                    RoomPreparation.NONE));
    assertThat(failure).isInstanceOf(SetupException.class);
    assertThat(((SetupException) failure).step()).isEqualTo(SetupStep.REQUEST);
  }

  /** Only a pooled room reports that it waits, which is the last of these. */
  @ParameterizedTest
  @CsvSource({"CLONE,0", "MOUNT,0", "SECCOMP,1", "COMMAND,8"})
  void failureOfPooledRoomIsReported(SetupStep step, int item) {
    Leftovers before = Leftovers.snapshot();
    RoomBuilder builder = engine.builder(new PlanEncoder.Fault(step.number(), item, EUSERS));
    assertThat(catchThrowable(() -> builder.park(Rooms.minimal().spec())))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith(step + "[" + item + "]");
    before.assertNone();
  }

  /** The room's own set-up has none of these steps, so it opens, and stays open. */
  @ParameterizedTest
  @CsvSource({"FORK,9", "FORK,11", "IDENTITY,2", "SECCOMP,0", "COMMAND,7", "EXEC,0"})
  void failureOfProgramIsReported(SetupStep step, int item) throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox = Rooms.minimal();
    Leftovers before = Leftovers.snapshot();
    RoomBuilder builder = engine.builder(new PlanEncoder.Fault(step.number(), item, EUSERS));
    Command command =
        Command.of("/bin/true").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
    try (LivingRoom room = builder.open(sandbox.spec())) {
      for (int i = 0; i < 3; i++) {
        assertThat(
                catchThrowable(
                    () ->
                        room.enter(
                            new StartRequest(sandbox.spec(), command), RoomPreparation.NONE)))
            .isInstanceOf(SetupException.class)
            .hasMessageStartingWith(step + "[" + item + "]")
            .hasMessageContaining("EUSERS");
        assertThat(room.isOpen()).isTrue();
      }
    }
    before.assertNone();
  }

  /** Its end must not keep the zygote busy, which would read no event of the room any more. */
  @Test
  void failedProgramLeavesNoDescriptorInTheZygote() throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox = Rooms.minimal();
    RoomBuilder builder = engine.builder(new PlanEncoder.Fault(SetupStep.FORK.number(), 9, EUSERS));
    Command command =
        Command.of("/bin/true").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
    try (LivingRoom room = builder.open(sandbox.spec())) {
      int zygote = engine.zygotes().get().pid();
      // Rooms of other tests may still be ending, so the count can fall; 20 failures outweigh them.
      long before = descriptors(zygote);
      for (int i = 0; i < 20; i++) {
        StartRequest request = new StartRequest(sandbox.spec(), command);
        assertThatThrownBy(() -> room.enter(request, RoomPreparation.NONE))
            .isInstanceOf(SetupException.class);
      }
      Poll.until("the zygote has no descriptor more", () -> descriptors(zygote) <= before);
    }
  }

  private static long descriptors(int pid) throws IOException {
    try (Stream<Path> fds = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return fds.count();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CLONE,3",
    "CLONE,4",
    "CLONE,5",
    "NAMESPACE,4",
    "NAMESPACE,5",
    "NAMESPACE,6",
    "TIME,3"
  })
  void failureToJoinIsReported(SetupStep step, int item) throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox =
        Rooms.minimal()
            .idMap(IdMap.none()) // a room with two user namespaces
            .timeNs(new TimeOffsets(Duration.ofDays(1), Duration.ofDays(1)));
    RoomBuilder builder = engine.builder(new PlanEncoder.Fault(step.number(), item, EUSERS));
    StartRequest first =
        new StartRequest(
            sandbox.spec(), Command.of("/bin/sleep", "100").stdout(Stdio.NULL).stderr(Stdio.NULL));
    RunningRoom running = builder.start(first, RoomPreparation.NONE);
    StartRequest second = new StartRequest(sandbox.spec(), Command.of("/bin/true"));
    assertThatThrownBy(() -> running.beside().enter(second, RoomPreparation.NONE))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith(step + "[" + item + "]")
        .hasMessageContaining("EUSERS");
    assertThat(running.room().ended()).isNotDone();
    running.room().kill();
    running.room().ended().get();
  }

  @Test
  void failureOfKeeperToLeaveAGroupIsReported() {
    Features.require("cgroup.memory");
    Leftovers before = Leftovers.snapshot();
    RoomBuilder builder =
        engine.builder(new PlanEncoder.Fault(SetupStep.CGROUP_ENTER.number(), 9, EUSERS));
    assertThatThrownBy(() -> builder.open(Rooms.minimal().spec()))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("CGROUP_ENTER[9] leave /")
        .hasMessageContaining("EUSERS");
    before.assertNone();
  }

  /** The group's index is that of the v2 group among the groups of the room. */
  @Test
  void failureToGiveAGroupToTheKeeperIsReported() {
    Features.require("cgroup.memory");
    Leftovers before = Leftovers.snapshot();
    List<String> failures = new ArrayList<>();
    for (int item = 8; item < 16; item++) {
      RoomBuilder builder =
          engine.builder(new PlanEncoder.Fault(SetupStep.CGROUP.number(), item, EUSERS));
      try (LivingRoom room = builder.open(Rooms.minimal().spec())) {
        assertThat(room.isOpen()).isTrue();
      } catch (SandboxException e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    assertThat(failures)
        .isNotEmpty()
        .allMatch(m -> m.startsWith("CGROUP[") && m.contains("EUSERS"));
    before.assertNone();
  }

  @Test
  void programRunsWithoutFault() throws Exception {
    RunningRoom running =
        engine
            .builder()
            .start(
                new StartRequest(Rooms.minimal().spec(), Command.of("/bin/true")),
                RoomPreparation.NONE);
    assertThat(running.room().ended().get().verdict().isSuccess()).isTrue();
    running.wiring().abandon();
  }

  /** A command that takes the step. */
  private static Command command(SetupStep step, int item) {
    if (step == SetupStep.STDIO && item == 3) {
      return Command.of("/bin/true").terminal(80, 24);
    }
    Command command = Command.of("/bin/true");
    if (step == SetupStep.COMMAND && (item == 2 || item == 3)) { // in a memory file
      String large = "x".repeat(100_000);
      command = Command.of("/bin/true", large, large, large);
    }
    return command.stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
  }

  /** A room that takes the step. */
  private static Sandbox sandbox(SetupStep step, int item) throws Exception {
    Path rootfs = TestRootfs.minimal();
    if (step == SetupStep.ROOT && item == 0) {
      return Sandbox.rootfs(rootfs).wallTime(Duration.ofSeconds(20)); // not layered
    }
    Sandbox sandbox =
        Sandbox.rootfs(rootfs)
            .wallTime(Duration.ofSeconds(20))
            .loopback()
            .timeNs(Duration.ofHours(1))
            .tmpfs("/box", MemorySize.MB(1))
            .copyIn("x".getBytes(java.nio.charset.StandardCharsets.UTF_8), "/tmp/x")
            .copyOut("/tmp/none", rootfs.resolveSibling("never-made"));
    if (Features.has("cgroup.memory")) {
      sandbox = sandbox.memory(MemorySize.MB(100));
    }
    if (step == SetupStep.NAMESPACE && item > 0) {
      return sandbox.withoutProc(); // otherwise the mounts set these limits
    }
    if (step == SetupStep.LABEL) { // its file exists whichever module is active
      return sandbox.label(new SecurityLabel.SeLinux("kotha"));
    }
    if (step == SetupStep.CAPABILITIES && item == 5) { // uid 0 needs no ambient capabilities
      return sandbox.keepCaps(Capability.NET_RAW).user(1, 1);
    }
    if (step == SetupStep.IDENTITY && item == 3) {
      return sandbox.syscalls(SyscallPolicy.none());
    }
    if (step == SetupStep.MITIGATION) {
      return sandbox.mitigate(Mitigation.values()[item]);
    }
    if (step == SetupStep.SECCOMP_LATE && item == 1) {
      return sandbox.syscalls(
          SyscallPolicy.standard().emulate(call -> SyscallAnswer.proceed(), "getpid"));
    }
    if (step == SetupStep.SECCOMP_LATE) {
      return sandbox.syscalls(SyscallPolicy.standard().deny("sendfile").named("no sendfile"));
    }
    return step == SetupStep.LOCK ? sandbox.keepCaps(Capability.NET_RAW) : sandbox;
  }

  private static void skipIfLaneLacks(SetupStep step, int item) {
    Set<SetupStep> groups =
        EnumSet.of(SetupStep.CGROUP, SetupStep.CGROUP_WRITE, SetupStep.CGROUP_ENTER);
    boolean oom = step == SetupStep.OOM_WATCH || (step == SetupStep.WATCH && item == 4);
    if (groups.contains(step) || oom) {
      Features.require("cgroup.memory");
    }
    if (step == SetupStep.LANDLOCK) {
      Features.require("landlock");
    }
    if (oom && CgroupLayout.ofHost().version() == Version.V2) {
      throw Features.lacks("cgroup.v1", "on v2 the kernel itself ends a room out of memory");
    }
    if (step == SetupStep.CGROUP && item > 0 && CgroupLayout.ofHost().version() == Version.V2) {
      throw Features.lacks("cgroup.v1", "with cgroup v2 alone a room has one group");
    }
    if (!Lane.isRoot()
        && (step == SetupStep.IDMAP_MOUNT || (step == SetupStep.INIT && item == 7))) {
      throw Features.lacks("root", "only root idmaps mounts and may drop groups");
    }
  }
}
