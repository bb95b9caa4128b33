package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.SecurityLabel;
import io.kotha.sandbox.linux.cgroup.CgroupLayout;
import io.kotha.sandbox.linux.cgroup.CgroupLayout.Version;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.room.RoomBuilder;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.RunningRoom;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import io.kotha.sandbox.seccomp.SyscallAnswer;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every step of the helper is made to fail once: the right step, item and errno arrive, nothing
 * runs, nothing stays. Left out: FORK 1 and 2, LOCK 2 and 3 and COMMAND 9, which are words with a
 * zygote that is alive, and STDIO 1 to 3, which are STDIO 0 again.
 */
@Timeout(60)
class FaultInjectionIT {

  private static final int EUSERS = 87; // no step gives this one by itself

  private static Engine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = HelperBuild.engine("kotha-helper-faults");
    // Its zygote and groups stay for the class: whichever test is first must not find them left.
    engine
        .builder()
        .start(
            new StartRequest(Rooms.minimal().spec(), Command.of("/bin/true")), RoomPreparation.NONE)
        .room()
        .ended()
        .get();
  }

  @ParameterizedTest
  @CsvSource({
    "CGROUP,0",
    "CGROUP,1",
    "CGROUP_WRITE,0",
    "OOM_WATCH,0",
    "SOURCE,0",
    "SOURCE,3",
    "CLONE,0",
    "ID_MAP,0",
    "ID_MAP,1",
    "ID_MAP,2",
    "ID_MAP,3",
    "ID_MAP,4",
    "IDMAP_MOUNT,0",
    "INIT,0",
    "INIT,1",
    "INIT,2",
    "INIT,3",
    "INIT,4",
    "INIT,5",
    "INIT,6",
    "INIT,7",
    "INIT,8",
    "INIT,9",
    "INIT,10",
    "INIT,11",
    "NAMESPACE,0",
    "NAMESPACE,1",
    "NAMESPACE,2",
    "PROPAGATION,0",
    "ROOT,0",
    "ROOT,7",
    "MOUNT,0",
    "MOUNT,1",
    "MOUNT,2",
    "MOUNT,8",
    "MOUNT,20",
    "PIVOT,0",
    "PIVOT,1",
    "PIVOT,2",
    "PIVOT,3",
    "PIVOT,4",
    "PIVOT,5",
    "LANDLOCK,0",
    "LANDLOCK,1",
    "LANDLOCK,9",
    "HOSTNAME,0",
    "LOOPBACK,0",
    "LOOPBACK,1",
    "TIME,0",
    "TIME,1",
    "TIME,2",
    "LOCK,0",
    "LOCK,1",
    "LOCK,4",
    "FORK,0",
    "FORK,3",
    "FORK,4",
    "FORK,5",
    "FORK,6",
    "CGROUP_ENTER,0",
    "CGROUP_ENTER,3",
    "SESSION,0",
    "SESSION,1",
    "SESSION,2",
    "SESSION,3",
    "RLIMIT,0",
    "RLIMIT,2",
    "IDENTITY,0",
    "IDENTITY,1",
    "IDENTITY,2",
    "CAPABILITIES,1",
    "CAPABILITIES,2",
    "CAPABILITIES,3",
    "CAPABILITIES,4",
    "CAPABILITIES,6",
    "SECCOMP,0",
    "SECCOMP,1",
    "COMMAND,0",
    "COMMAND,1",
    "COMMAND,4",
    "COMMAND,5",
    "COMMAND,6",
    "COMMAND,7",
    "COPY_IN,0",
    "STDIO,0",
    "STDIO,4",
    "STDIO,5",
    "WORKING_DIRECTORY,0",
    "WORKING_DIRECTORY,1",
    "WORKING_DIRECTORY,2",
    "LABEL,0",
    "LABEL,1",
    "MITIGATION,0",
    "MITIGATION,1",
    "MITIGATION,2",
    "SECCOMP_LATE,0",
    "SECCOMP_LATE,1",
    "EXEC,0"
  })
  void aFailedStepArrivesAsItself(SetupStep step, int item) throws Exception {
    Sandbox sandbox = sandbox(step, item);
    skipWhatThisLaneHasNot(step, item);
    Leftovers before = Leftovers.snapshot();
    RoomBuilder starter = engine.builder(new PlanEncoder.Fault(step.number(), item, EUSERS));
    Command command =
        Command.of("/bin/true").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
    Throwable failure =
        catchThrowable(
            () -> starter.start(new StartRequest(sandbox.spec(), command), RoomPreparation.NONE));
    assertThat(failure).isInstanceOf(SetupException.class);
    SetupException e = (SetupException) failure;
    assertThat(e).hasMessageStartingWith(step + "[" + item + "]");
    assertThat(e.step()).isEqualTo(step);
    assertThat(e.item()).isEqualTo(item);
    assertThat(e.errno()).isEqualTo(EUSERS);
    assertThat(e.hint()).isNotBlank();
    before.assertNone();
  }

  @Test
  void aRequestThatIsRefusedIsSaidToBe() {
    RoomBuilder starter =
        engine.builder(new PlanEncoder.Fault(SetupStep.REQUEST.number(), 0, EUSERS));
    Throwable failure =
        catchThrowable(
            () ->
                starter.start(
                    new StartRequest(Rooms.minimal().spec(), Command.of("/bin/true")),
                    RoomPreparation.NONE));
    assertThat(failure).isInstanceOf(SetupException.class);
    assertThat(((SetupException) failure).step()).isEqualTo(SetupStep.REQUEST);
  }

  /** The last one is the word that it waits, which no other room says. */
  @ParameterizedTest
  @CsvSource({"CLONE,0", "MOUNT,0", "SECCOMP,1", "COMMAND,8"})
  void aRoomMadeAheadFailsAsItself(SetupStep step, int item) {
    Leftovers before = Leftovers.snapshot();
    RoomBuilder starter = engine.builder(new PlanEncoder.Fault(step.number(), item, EUSERS));
    assertThat(catchThrowable(() -> starter.park(Rooms.minimal().spec())))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith(step + "[" + item + "]");
    before.assertNone();
  }

  @Test
  void withoutAFaultTheSameBuildRuns() throws Exception {
    RunningRoom running =
        engine
            .builder()
            .start(
                new StartRequest(Rooms.minimal().spec(), Command.of("/bin/true")),
                RoomPreparation.NONE);
    assertThat(running.room().ended().get().verdict().isSuccess()).isTrue();
    running.wiring().abandon();
  }

  /** A room that has the step to fail in. */
  private static Sandbox sandbox(SetupStep step, int item) throws Exception {
    Path rootfs = TestRootfs.minimal();
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
      return sandbox.withoutProc(); // else the list of mounts has these limits
    }
    if (step == SetupStep.LABEL) {
      return sandbox.label(new SecurityLabel.AppArmor("kotha"));
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

  private static void skipWhatThisLaneHasNot(SetupStep step, int item) {
    Set<SetupStep> groups =
        EnumSet.of(
            SetupStep.CGROUP, SetupStep.CGROUP_WRITE, SetupStep.CGROUP_ENTER, SetupStep.OOM_WATCH);
    if (groups.contains(step)) {
      Features.require("cgroup.memory");
    }
    if (step == SetupStep.LANDLOCK) {
      Features.require("landlock");
    }
    if (step == SetupStep.OOM_WATCH && CgroupLayout.ofHost().version() == Version.V2) {
      throw Features.lacks("cgroup.v1", "on v2 the kernel itself ends a room out of memory");
    }
    if (step == SetupStep.CGROUP && item > 0 && CgroupLayout.ofHost().version() == Version.V2) {
      throw Features.lacks("cgroup.v1", "with cgroup v2 alone a room has one group");
    }
    if (!Lane.isRoot()
        && (step == SetupStep.IDMAP_MOUNT || (step == SetupStep.INIT && item == 7))) {
      throw Features.lacks("root", "only root idmaps mounts and may drop groups");
    }
    // Whether the root is layered decides which items of ROOT there are.
    if (step == SetupStep.ROOT && item == 0) {
      throw Features.lacks("rootfs.whole", "the test root lacks a mount point and is layered");
    }
  }
}
