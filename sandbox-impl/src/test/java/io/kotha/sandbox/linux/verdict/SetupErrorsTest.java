package io.kotha.sandbox.linux.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.isolation.SecurityLabel;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource.Kind;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.RoomFixture;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.wire.Report.Cause;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subject and remedy of each failed step. A remedy is compared by the call or command it names. */
class SetupErrorsTest {

  private static final int ENOENT = 2;
  private static final int EIO = 5;
  private static final int EINTR = 4;
  private static final int ENOSPC = 28;
  private static final int EROFS = 30;
  private static final int EACCES = 13;

  private static final String GROUP = "/sys/fs/cgroup/jvm/room-7";

  private static final RoomFixture ROOM =
      RoomFixture.ofRoot()
          .with(s -> s.memory(MemorySize.MiB(8)).pids(9))
          .with(s -> s.hostname("box").label(new SecurityLabel.AppArmor("judge")))
          .with(s -> s.landlock(Landlock.required().file("/srv", Landlock.Access.READ).bindTcp(80)))
          .with(s -> s.copyIn(new byte[0], "/tmp/in.txt").copyIn(new byte[0], "/tmp/more.txt"));

  private static Plan plan;

  @BeforeAll
  static void plan() throws Exception {
    plan = ROOM.plan();
  }

  private static SetupException error(int step, int item, int errno) {
    return new SetupErrors(ROOM.spec(), plan, Command.of("/bin/prog", "-x").in("/work"))
        .of(new Report.Failed(1, step, item, errno));
  }

  private static SetupException error(SetupStep step, int item, int errno) {
    return error(step.number(), item, errno);
  }

  @Test
  void stepItemAndErrnoAreKept() {
    SetupException error = error(SetupStep.MOUNT, 3, EACCES);

    assertThat(error.step()).isEqualTo(SetupStep.MOUNT);
    assertThat(error.item()).isEqualTo(3);
    assertThat(error.errno()).isEqualTo(EACCES);
    assertThat(error).hasMessageContaining("MOUNT[3]").hasMessageContaining("EACCES");
  }

  @Test
  void unknownStepIsAnErrorOfTheRequest() {
    assertThat(error(9999, 0, EIO).step()).isEqualTo(SetupStep.REQUEST);
  }

  // ---- subjects ----

  @ParameterizedTest
  @CsvSource({
    "CGROUP, 0, mkdir " + GROUP,
    "CGROUP_ENTER, 0, enter " + GROUP,
    "CGROUP_WRITE, 0, 8388608 > " + GROUP + "/memory.max",
    "CGROUP_WRITE, 1, 9 > " + GROUP + "/pids.max",
    "SOURCE, 0, /image",
    "SOURCE, 1, /dev/null",
    "IDMAP_MOUNT, 0, /image",
    "RLIMIT, 0, core = 0",
    "RLIMIT, 1, stack = 8388608",
    "LABEL, 3, exec judge > /proc/self/attr/apparmor/exec",
    "MITIGATION, 1, INDIRECT_BRANCH",
    "COPY_IN, 0, /tmp/in.txt",
    "COPY_IN, 1, /tmp/more.txt",
    "WORKING_DIRECTORY, 0, /work",
    "EXEC, 0, /bin/prog",
    "HOSTNAME, 0, box",
    "ID_MAP, 1, 'uid 0 100000 65536, gid 0 100000 65536'",
    "CGROUP, 1, ''",
    "SOURCE, 999, ''",
    "SECCOMP_LATE, 0, seccomp late",
  })
  void subjectIsTheObjectOfTheStep(SetupStep step, int item, String subject) {
    assertThat(error(step, item, EIO).subject()).isEqualTo(subject);
  }

  @Test
  void mountIsDescribedByTypeAndTarget() {
    List<FileTree.Entry> entries = plan.tree().entries();

    assertThat(error(SetupStep.MOUNT, 0, EIO).subject()).contains("proc", "/proc");
    assertThat(error(SetupStep.MOUNT, index("/dev/null"), EIO).subject())
        .contains("bind", "/dev/null");
    assertThat(error(SetupStep.MOUNT, index("/tmp") - 1, EIO).subject()).contains("/dev", "(ro)");
    assertThat(error(SetupStep.MOUNT, index("/tmp"), EIO).subject())
        .contains("tmpfs", "/tmp", "mode=1777")
        .doesNotContain("(ro)");
    assertThat(error(SetupStep.MOUNT, entries.size(), EIO).subject()).isEmpty();
    assertThat(error(SetupStep.ROOT, 0, EIO).subject()).startsWith("root").contains("/image");
  }

  @Test
  void boundMountIsNamedWithItsAccess() throws Exception {
    RoomFixture room =
        RoomFixture.ofRoot()
            .with(s -> s.bind(Path.of("/a"), "/read").bindWritable(Path.of("/b"), "/write"))
            .binds(
                new BindSource("/a", Kind.DIRECTORY, false),
                new BindSource("/b", Kind.DIRECTORY, false));
    Plan bound = room.plan();
    List<String> subjects =
        IntStream.range(0, bound.tree().entries().size())
            .mapToObj(i -> new Report.Failed(1, SetupStep.MOUNT.number(), i, EIO))
            .map(failed -> new SetupErrors(room.spec(), bound).of(failed).subject())
            .toList();

    assertThat(subjects).contains("bind /a → /read (ro)", "bind /b → /write");
  }

  /** Item 0 creates the ruleset, item n adds rule n, and the next item enters the domain. */
  @Test
  void landlockNamesTheRuleThatFailed() {
    assertThat(error(SetupStep.LANDLOCK, 1, EIO).subject()).contains("/srv");
    assertThat(error(SetupStep.LANDLOCK, 2, EIO).subject()).contains("TCP", "80");
    assertThat(error(SetupStep.LANDLOCK, 0, EIO).subject()).isEqualTo("landlock domain");
    assertThat(error(SetupStep.LANDLOCK, 3, EIO).subject()).isEqualTo("landlock domain");
  }

  @Test
  void roomWithoutCommandHasErrorsAsWell() {
    SetupException error =
        new SetupErrors(ROOM.spec(), plan)
            .of(new Report.Failed(1, SetupStep.CLONE.number(), 0, EACCES));

    assertThat(error.subject()).isEqualTo("clone");
  }

  // ---- hints ----

  /** Columns: step, item, errno, a part of the hint. */
  @ParameterizedTest
  @CsvSource({
    "REQUEST, 0, 11, live rooms",
    "REQUEST, 0, 22, bug in Kotha",
    "CGROUP, 0, 17, a live room has this name",
    "CGROUP, 0, 13, bin/doctor",
    "CGROUP_WRITE, 0, 22, refused this",
    "OOM_WATCH, 0, 22, cgroup.event_control",
    "OOM_WATCH, 0, 22, OomKill.PROCESS",
    "SOURCE, 0, 1, the JVM's user",
    "SOURCE, 0, 13, the JVM's user",
    "SOURCE, 0, 40, symbolic link",
    "CLONE, 0, 28, max_*_namespaces",
    "CLONE, 0, 1, forbids user namespaces",
    "CLONE, 0, 13, forbids user namespaces",
    "CLONE, 0, 11, the JVM's user or cgroup",
    "CLONE, 0, 22, refused a process",
    "ID_MAP, 3, 2, apt-get install uidmap",
    "ID_MAP, 4, 2, apt-get install uidmap",
    "ID_MAP, 3, 1, /etc/subuid",
    "ID_MAP, 2, 2, refused the map",
    "IDMAP_MOUNT, 0, 22, read-only",
    "ROOT, 6, 22, other mount below it",
    "NAMESPACE, 0, 28, max_*_namespaces",
    "NAMESPACE, 1, 13, inotify",
    "PIVOT, 0, 22, initramfs",
    "COPY_IN, 0, 28, tmpSize",
    "COPY_IN, 0, 30, the program's user",
    "COPY_IN, 0, 13, the program's user",
    "COPY_IN, 0, 21, regular file",
    "WORKING_DIRECTORY, 0, 2, must exist in the room",
    "LANDLOCK, 1, 2, file rule",
    "LANDLOCK, 0, 22, Landlock.off()",
    "LABEL, 2, 2, apparmor and selinux",
    "LABEL, 3, 2, know the label",
    "LABEL, 2, 13, know the label",
    "MITIGATION, 2, 22, CONFIG_SCHED_CORE",
    "MITIGATION, 1, 22, mitigations=",
    "EXEC, 0, 2, interpreter or loader",
    "EXEC, 0, 13, the program's user",
    "EXEC, 0, 8, #!",
    "EXEC, 0, 7, too large",
    "EXEC, 0, 12, a limit is too small",
    "EXEC, 0, 11, a limit is too small",
    "EXEC, 0, 5, refused to execute",
    "SESSION, 0, 5, refused this step",
  })
  void hintNamesTheCauseOrTheRemedy(SetupStep step, int item, int errno, String part) {
    assertThat(error(step, item, errno).hint()).contains(part);
  }

  @ParameterizedTest
  @CsvSource({"COPY_IN", "MOUNT", "REQUEST", "CLONE", "SESSION"})
  void descriptorsThatRunOutAreThoseOfTheZygote(SetupStep step) {
    assertThat(error(step, 0, 24).hint()).contains("ulimit -n");
  }

  @Test
  void descriptorsOfTheProgramAreItsOwn() {
    assertThat(error(SetupStep.EXEC, 0, 24).hint()).doesNotContain("ulimit");
  }

  @Test
  void programWithoutSlashIsLookedForInPath() {
    SetupErrors errors = new SetupErrors(ROOM.spec(), plan, Command.of("prog"));
    Report.Failed missing = new Report.Failed(1, SetupStep.EXEC.number(), 0, ENOENT);

    assertThat(errors.of(missing).hint()).contains("PATH");
    assertThat(error(SetupStep.EXEC, 0, ENOENT).hint()).doesNotContain("PATH");
    SetupErrors relative = new SetupErrors(ROOM.spec(), plan, Command.of("bin/prog"));
    assertThat(relative.of(missing).hint()).doesNotContain("PATH");
    SetupErrors absolute = new SetupErrors(ROOM.spec(), plan, Command.of("/prog"));
    assertThat(absolute.of(missing).hint()).doesNotContain("PATH");
  }

  @Test
  void mountHintsDependOnTheMount() {
    int device = index("/dev/null");

    assertThat(error(SetupStep.MOUNT, 0, EACCES).hint()).contains("withoutProc()");
    assertThat(error(SetupStep.MOUNT, 1, EACCES).hint()).contains("inotify");
    assertThat(error(SetupStep.MOUNT, device, EROFS).hint()).contains("tmpfs");
    assertThat(error(SetupStep.MOUNT, device, EACCES).hint()).contains("tmpfs");
    assertThat(error(SetupStep.MOUNT, device, ENOENT).hint())
        .contains("mount point does not exist")
        .doesNotContain("tmpfs");
    assertThat(error(SetupStep.MOUNT, device, ENOSPC).hint()).contains("writableSize");
    assertThat(error(SetupStep.MOUNT, device, EIO).hint()).contains("refused this mount");
    assertThat(error(SetupStep.MOUNT, 9999, EIO).hint()).contains("refused this mount");
  }

  private static int index(String target) {
    List<FileTree.Entry> entries = plan.tree().entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).target().equals(target)) {
        return i;
      }
    }
    throw new AssertionError("nothing is mounted at " + target);
  }

  // ---- the payload died before execve ----

  @Test
  void deathBeforeExecveIsToldByItsCause() {
    assertThat(died(ExitedReport.of(plan).fatal(59, Collections.nCopies(6, 0L))))
        .contains("system call 59");
    assertThat(died(ExitedReport.of(plan).withoutStatus())).contains("init", "died");
    assertThat(died(ExitedReport.of(plan).exit(3))).contains("ended with status 3");
    assertThat(died(ExitedReport.of(plan).signal(9).cause(Cause.BY_REQUEST)))
        .contains("signal 9 killed it");
  }

  private static String died(ExitedReport report) {
    SetupException error = new SetupErrors(ROOM.spec(), plan).diedBeforeExec(report.build());
    assertThat(error.step()).isEqualTo(SetupStep.COMMAND);
    assertThat(error.errno()).isEqualTo(EINTR);
    assertThat(error).hasMessageContaining("EINTR");
    return error.hint();
  }
}
