package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.cgroup.CgroupParent.Origin;
import io.kotha.sandbox.linux.plan.cgroup.Branch;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with plain directories in place of cgroup mounts. */
class BaseMakerTest {

  private static final CgroupParent DEFAULT = new CgroupParent("/kotha", Origin.DEFAULT);
  private static final CgroupParent JUDGE = new CgroupParent("/judge", Origin.CONFIGURED);
  private static final JvmGroupName JVM = new JvmGroupName(12, 345, 678, 0);

  @TempDir private Path mounts = Path.of("set by JUnit");
  private Hierarchy memory = hierarchy("memory", GroupKind.V1, Controller.MEMORY);
  private Hierarchy accounting = hierarchy("cpuacct", GroupKind.V1, Controller.CPUACCT);
  private Hierarchy unified = hierarchy("unified", GroupKind.V2);

  @BeforeEach
  void setUp() throws IOException {
    memory = hierarchy("memory", GroupKind.V1, Controller.MEMORY);
    accounting = hierarchy("cpuacct", GroupKind.V1, Controller.CPUACCT);
    unified = hierarchy("unified", GroupKind.V2);
    for (Hierarchy hierarchy : List.of(memory, accounting, unified)) {
      Files.createDirectory(Path.of(hierarchy.mountPoint()));
    }
    Files.writeString(mounts.resolve("unified/cgroup.procs"), "");
  }

  private Hierarchy hierarchy(String name, GroupKind kind, Controller... controllers) {
    return new Hierarchy(kind, mounts.resolve(name).toString(), "/", "/own", Set.of(controllers));
  }

  private static CgroupBase make(CgroupParent parent, Hierarchy... hierarchies) {
    return BaseMaker.make(new CgroupLayout(List.of(hierarchies)), parent, JVM, 0);
  }

  /** As {@link #make}, for the user of this JVM, who owns what the test itself has made. */
  private CgroupBase makeAsOwner(Hierarchy... hierarchies) throws IOException {
    long uid = ((Number) Files.getAttribute(mounts, "unix:uid")).longValue();
    return BaseMaker.make(new CgroupLayout(List.of(hierarchies)), DEFAULT, JVM, uid);
  }

  @Test
  void parentThatOthersMayWriteToIsRefused() throws IOException {
    Path parent = Files.createDirectory(mounts.resolve("memory/kotha"));
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxr-x"));

    Missing missing = makeAsOwner(memory).missing().get(Controller.MEMORY);

    assertThat(missing.reason()).startsWith(parent + ": ");
    assertThat(missing.remedy()).contains("sudo chmod go-w " + parent);
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void defaultParentIsMade() {
    CgroupBase base = make(DEFAULT, memory, accounting, unified);

    assertThat(base.branches())
        .extracting(Branch::directory)
        .containsExactly(
            mounts + "/memory/kotha/jvm-12-345-678-0",
            mounts + "/cpuacct/kotha/jvm-12-345-678-0",
            mounts + "/unified/kotha/jvm-12-345-678-0");
    assertThat(base.branches()).allMatch(branch -> Files.isDirectory(Path.of(branch.directory())));
    assertThat(base.directories())
        .startsWith(mounts + "/memory/kotha/jvm-12-345-678-0")
        .endsWith(mounts + "/unified/kotha");
  }

  @Test
  void configuredParentMustExistInEveryNeededHierarchy() throws IOException {
    Files.createDirectory(mounts.resolve("memory/judge"));

    CgroupBase base = make(JUDGE, memory, accounting, unified);

    assertThat(base.branches())
        .extracting(Branch::directory)
        .containsExactly(mounts + "/memory/judge/jvm-12-345-678-0");
    assertThat(base.missing())
        .containsOnlyKeys(
            EnumSet.complementOf(EnumSet.of(Controller.MEMORY)).toArray(Controller[]::new));
    Missing missing = base.missing().get(Controller.CPUACCT);
    assertThat(missing.reason()).isEqualTo(mounts + "/cpuacct/judge: No such file or directory");
    assertThat(missing.remedy())
        .isEqualTo("run: sudo mkdir -p " + mounts + "/memory/judge " + mounts + "/cpuacct/judge");
    assertThat(base.missing().get(Controller.PIDS).reason())
        .isEqualTo("no mounted cgroup hierarchy has the pids controller");
    assertThat(base.directories()).containsExactly(mounts + "/memory/judge/jvm-12-345-678-0");
  }

  @Test
  void errorTellsAnOrdinaryUserToOwnTheParent() {
    CgroupBase base = BaseMaker.make(new CgroupLayout(List.of(memory)), JUDGE, JVM, 1000);

    assertThat(base.missing().get(Controller.MEMORY).remedy())
        .isEqualTo(
            "run: sudo mkdir -p %1$s/memory/judge && sudo chown 1000 %1$s/memory/judge"
                .formatted(mounts));
  }

  @Test
  void secondBaseOfThisJvmGetsAnotherName() throws IOException {
    Files.createDirectories(mounts.resolve("cpuacct/kotha/jvm-12-345-678-0"));

    CgroupBase base = makeAsOwner(memory, accounting);

    assertThat(base.branches())
        .allMatch(branch -> branch.directory().endsWith("kotha/jvm-12-345-678-1"));
    assertThat(mounts.resolve("memory/kotha/jvm-12-345-678-0")).doesNotExist();
  }

  @Test
  void v2TreeWithCpuStatSavesACpuacctGroup() throws IOException {
    Hierarchy counting = unified;
    Path group = mounts.resolve("unified/kotha/jvm-12-345-678-0");
    assertThat(make(DEFAULT, accounting, counting).branches()).hasSize(2);

    // The kernel fills a new cgroup at mkdir. Plain directories cannot do that, so the group exists
    // already.
    Files.createDirectories(group);
    assertThat(GroupInventory.of(group).has("cpu.stat", "usage_usec")).isFalse();
    Files.writeString(group.resolve("cpu.stat"), "usage_usec 0\nuser_usec 0\n");
    assertThat(GroupInventory.of(group).has("cpu.stat", "usage_usec")).isTrue();
  }

  @Test
  void v2TreeIsUnusableWhenTheJvmCannotLeaveItsGroup() throws IOException {
    Files.delete(mounts.resolve("unified/cgroup.procs"));

    CgroupBase base = make(DEFAULT, memory, unified);

    assertThat(base.unified()).isEmpty();
    assertThat(mounts.resolve("unified/kotha/jvm-12-345-678-0")).doesNotExist();
    assertThat(base.branch(Controller.MEMORY)).isPresent();
  }

  @Test
  void undelegatedControllerIsMissingAndTheOthersAreUsed() throws IOException {
    Hierarchy both = hierarchy("unified", GroupKind.V2, Controller.MEMORY, Controller.PIDS);
    Files.writeString(mounts.resolve("unified/cgroup.subtree_control"), "memory pids\n");

    CgroupBase base = make(DEFAULT, both);

    assertThat(base.unified()).isPresent();
    assertThat(base.missing().get(Controller.MEMORY).reason())
        .isEqualTo(mounts + "/unified/kotha/cgroup.subtree_control: No such file or directory");
  }
}
