package io.kotha.sandbox.linux.scenario;

import io.kotha.sandbox.linux.cgroup.CgroupLayout;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import jnr.ffi.LibraryLoader;

/**
 * Facts about the host, the JVM and the lane that tests depend on and {@code Sandbox.inspect()}
 * does not report. The list is closed: a test that is skipped names one of these, or a feature of
 * {@code inspect()}, and the probe must agree that the host lacks it.
 */
enum HostFact {
  REAL_CPU(
      "cpu.real",
      "a real machine: QEMU 7.2 fails on code of the optimizing compiler",
      () -> !Lane.isEmulated()),
  X86_64("cpu.x86_64", "an x86_64 processor", () -> System.getProperty("os.arch").equals("amd64")),
  FREE_CORES(
      "cores.free",
      "no pool that holds whole cores for rooms that wait",
      () -> !"pooled".equals(System.getProperty("io.kotha.test.rooms"))),
  CGROUP_V1(
      "cgroup.v1",
      "a controller on cgroup v1",
      () -> CgroupLayout.ofHost().version() != CgroupLayout.Version.V2),
  CGROUP_V2_TREE(
      "cgroup.v2-tree",
      "a mounted v2 tree, even one in which this user can make no group",
      () -> CgroupLayout.ofHost().unified().isPresent()),
  CGROUP_ABSENT(
      "cgroup.absent",
      "a host without any memory controller, to see the refusal",
      () -> Lane.cgroupParent().isEmpty() && !Features.report().has("cgroup.memory")),
  CGROUP_V2_ABSENT(
      "cgroup.v2-absent",
      "a host without any v2 group, to see the refusal",
      () -> Lane.cgroupParent().isEmpty() && !Features.report().has("cgroup.v2")),
  CGROUP_DELEGATED(
      "cgroup.delegated",
      "a cgroup that is delegated to the lane (-Dio.kotha.cgroup.parent)",
      () -> Lane.cgroupParent().isPresent()),
  CGROUP_OF_OTHER_UIDS(
      "cgroup.of-other-uids",
      "groups that take processes of another uid: on v1, only those of root do",
      () -> Lane.isRoot() || !CGROUP_V1.isThere()),
  CGROUP_TOP(
      "cgroup.top",
      "write access to the top of every cgroup hierarchy",
      HostFact::canMakeGroupsAtTheTop),
  PRESSURE(
      "pressure",
      "a kernel that measures stalls (PSI)",
      () -> Files.exists(Path.of("/proc/pressure/cpu"))),
  MODULES(
      "kernel.modules",
      "a kernel that can load modules",
      () -> Files.exists(Path.of("/proc/modules"))),
  KEXEC(
      "kernel.kexec",
      "a kernel that can load another kernel",
      () -> Files.exists(Path.of("/sys/kernel/kexec_loaded"))),
  SYSTEMD(
      "systemd",
      "a machine that was booted with systemd",
      () -> Files.isDirectory(Path.of("/run/systemd/system"))),
  DISK(
      "file-system.disk",
      "a build or temporary directory on a disk, not in memory",
      () -> !onDisk().isEmpty()),
  VIRTUAL_THREADS(
      "jvm.virtual-threads", "Java 21 or later", () -> Runtime.version().feature() >= 21),
  LIBSECCOMP(
      "libseccomp",
      "libseccomp.so.2, which the filters are compared with",
      HostFact::hasLibseccomp),
  DOCKER_PROFILE(
      "docker.profile",
      "the profile that bin/test fetches (KOTHA_DOCKER_PROFILE)",
      () -> !environment("KOTHA_DOCKER_PROFILE").isEmpty()),
  FAULTS_HELPER(
      "helper.kotha-helper-faults",
      "the build of the helper in which every step can be made to fail",
      () -> isBuilt("kotha-helper-faults")),
  WHOLE_ROOTFS(
      "rootfs.whole", "a test root with every mount point: TestRootfs lacks /sys", () -> false),
  CC("tool.cc", "gcc, cc or clang on PATH", () -> onPath("gcc") || onPath("cc") || onPath("clang")),
  JAVAC("tool.javac", "a JVM with a compiler", () -> ToolProvider.getSystemJavaCompiler() != null),
  APPARMOR_PARSER(
      "tool.apparmor_parser", "apparmor_parser on PATH", () -> onPath("apparmor_parser")),
  GCC("tool.gcc", "gcc on PATH", () -> onPath("gcc")),
  GO("tool.go", "go on PATH", () -> onPath("go")),
  GXX("tool.g++", "g++ on PATH", () -> onPath("g++")),
  LSNS("tool.lsns", "lsns on PATH", () -> onPath("lsns")),
  NODE("tool.node", "node on PATH", () -> onPath("node")),
  PRLIMIT("tool.prlimit", "prlimit on PATH", () -> onPath("prlimit")),
  PYTHON3("tool.python3", "python3 on PATH", () -> onPath("python3")),
  SYSTEMD_RUN("tool.systemd-run", "systemd-run on PATH", () -> onPath("systemd-run")),
  FUSE(
      "fuse",
      "a root that may mount file systems of user space",
      () -> Lane.isRoot() && Files.isWritable(Path.of("/dev/fuse"))),
  ORDINARY_USER(
      "user.ordinary",
      "a JVM of an ordinary user, whose uid its rooms share",
      () -> !Lane.isRoot()),
  USR_DASH("program.dash", "/usr/bin/dash", () -> isInstalled("dash")),
  USR_GCC("program.gcc", "/usr/bin/gcc", () -> isInstalled("gcc")),
  USR_GIT("program.git", "/usr/bin/git", () -> isInstalled("git")),
  USR_JAVA("program.java", "/usr/bin/java", () -> isInstalled("java")),
  USR_NODE("program.node", "/usr/bin/node", () -> isInstalled("node")),
  USR_PERL("program.perl", "/usr/bin/perl", () -> isInstalled("perl")),
  USR_PYTHON3("program.python3", "/usr/bin/python3", () -> isInstalled("python3"));

  private final String text;
  private final String meaning;
  private final Probe probe;

  HostFact(String text, String meaning, Probe probe) {
    this.text = text;
    this.meaning = meaning;
    this.probe = probe;
  }

  /** A check of the host. */
  private interface Probe {
    boolean look() throws IOException;
  }

  static Optional<HostFact> of(String name) {
    return Stream.of(values()).filter(fact -> fact.text.equals(name)).findFirst();
  }

  /** Returns the name as a skip has it. */
  String text() {
    return text;
  }

  /** Returns the description of the fact. */
  String meaning() {
    return meaning;
  }

  boolean isThere() {
    try {
      return probe.look();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the directories of the tests that are on a disk. */
  static List<Path> onDisk() throws IOException {
    Set<String> disks = Set.of("ext4", "xfs", "btrfs");
    Path build = Path.of("target").toAbsolutePath();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    if (disks.contains(Files.getFileStore(build).type())) {
      return List.of(build);
    }
    return disks.contains(Files.getFileStore(temporary).type()) ? List.of(temporary) : List.of();
  }

  private static boolean canMakeGroupsAtTheTop() {
    CgroupLayout layout = CgroupLayout.ofHost();
    return !layout.hierarchies().isEmpty()
        && layout.hierarchies().stream()
            .allMatch(hierarchy -> Files.isWritable(Path.of(hierarchy.mountPoint())));
  }

  private static boolean hasLibseccomp() {
    try {
      LibraryLoader.create(Library.class).failImmediately().load("libseccomp.so.2");
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /** A library that is loaded without calling any of its functions. */
  public interface Library {}

  /** From this module's folder or that of another: they agree on the facts of a lane. */
  private static boolean isBuilt(String helper) {
    return Files.isExecutable(Path.of("../sandbox-impl/target/helper-test", helper));
  }

  private static boolean isInstalled(String program) {
    return Files.exists(Path.of("/usr/bin", program));
  }

  private static boolean onPath(String program) {
    String path = environment("PATH").isEmpty() ? "/usr/bin:/bin" : environment("PATH");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static String environment(String name) {
    return System.getenv().getOrDefault(name, "");
  }
}
