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
  /** The machine is real: QEMU 7.2 fails on code of the optimizing compiler. */
  REAL_CPU("cpu.real", () -> !Lane.isEmulated()),
  /** The processor is an x86_64 one. */
  X86_64("cpu.x86_64", () -> System.getProperty("os.arch").equals("amd64")),
  /** No pool holds whole cores for rooms that wait. */
  FREE_CORES("cores.free", () -> !"pooled".equals(System.getProperty("io.kotha.test.rooms"))),
  /** Some controller is on cgroup v1. */
  CGROUP_V1("cgroup.v1", () -> CgroupLayout.ofHost().version() != CgroupLayout.Version.V2),
  /** A v2 tree is mounted, whether or not this user can make groups in it. */
  CGROUP_V2_TREE("cgroup.v2-tree", () -> CgroupLayout.ofHost().unified().isPresent()),
  /** No memory limit can be had: the tests of that refusal need such a host. */
  CGROUP_ABSENT(
      "cgroup.absent",
      () -> Lane.cgroupParent().isEmpty() && !Features.report().has("cgroup.memory")),
  /** No v2 group can be had, in which a room could be frozen. */
  CGROUP_V2_ABSENT(
      "cgroup.v2-absent",
      () -> Lane.cgroupParent().isEmpty() && !Features.report().has("cgroup.v2")),
  /** A cgroup was delegated to this lane. */
  CGROUP_DELEGATED("cgroup.delegated", () -> Lane.cgroupParent().isPresent()),
  /** Processes of another uid can be put into a group: on v1 only root can. */
  CGROUP_OF_OTHER_UIDS("cgroup.of-other-uids", () -> Lane.isRoot() || !CGROUP_V1.isThere()),
  /** Groups can be made at the top of every hierarchy. */
  CGROUP_TOP("cgroup.top", HostFact::canMakeGroupsAtTheTop),
  /** The kernel measures stalls (PSI). */
  PRESSURE("pressure", () -> Files.exists(Path.of("/proc/pressure/cpu"))),
  /** The kernel can load modules. */
  MODULES("kernel.modules", () -> Files.exists(Path.of("/proc/modules"))),
  /** The kernel can load another kernel. */
  KEXEC("kernel.kexec", () -> Files.exists(Path.of("/sys/kernel/kexec_loaded"))),
  /** The machine was booted with systemd. */
  SYSTEMD("systemd", () -> Files.isDirectory(Path.of("/run/systemd/system"))),
  /** A directory of the tests is on a disk, not in memory. */
  DISK("file-system.disk", () -> !onDisk().isEmpty()),
  /** The JVM has virtual threads. */
  VIRTUAL_THREADS("jvm.virtual-threads", () -> Runtime.version().feature() >= 21),
  /** The library that the filters are compared with. */
  LIBSECCOMP("libseccomp", HostFact::hasLibseccomp),
  /** The profile that {@code bin/test} fetches, for a preset to be compared with. */
  DOCKER_PROFILE("docker.profile", () -> !environment("KOTHA_DOCKER_PROFILE").isEmpty()),
  /** The build of the helper in which every step can be made to fail. */
  FAULTS_HELPER("helper.kotha-helper-faults", () -> isBuilt("kotha-helper-faults")),
  /** The root that the tests use has every mount point, and needs no overlay. */
  WHOLE_ROOTFS("rootfs.whole", () -> false), // TestRootfs has no /sys, on purpose
  /** A C compiler of any kind. */
  CC("tool.cc", () -> onPath("gcc") || onPath("cc") || onPath("clang")),
  /** The JVM has a compiler. */
  JAVAC("tool.javac", () -> ToolProvider.getSystemJavaCompiler() != null),
  APPARMOR_PARSER("tool.apparmor_parser", () -> onPath("apparmor_parser")),
  GCC("tool.gcc", () -> onPath("gcc")),
  GO("tool.go", () -> onPath("go")),
  GXX("tool.g++", () -> onPath("g++")),
  NODE("tool.node", () -> onPath("node")),
  PRLIMIT("tool.prlimit", () -> onPath("prlimit")),
  PYTHON3("tool.python3", () -> onPath("python3")),
  SYSTEMD_RUN("tool.systemd-run", () -> onPath("systemd-run")),
  /** The distribution's own programs, whose libraries are compared with what ldd(1) prints. */
  USR_GCC("program.gcc", () -> isInstalled("gcc")),
  USR_GIT("program.git", () -> isInstalled("git")),
  USR_JAVA("program.java", () -> isInstalled("java")),
  USR_NODE("program.node", () -> isInstalled("node")),
  USR_PERL("program.perl", () -> isInstalled("perl")),
  USR_PYTHON3("program.python3", () -> isInstalled("python3"));

  private final String text;
  private final Probe probe;

  HostFact(String text, Probe probe) {
    this.text = text;
    this.probe = probe;
  }

  /** Looks at the host. */
  private interface Probe {
    boolean look() throws IOException;
  }

  static Optional<HostFact> of(String name) {
    return Stream.of(values()).filter(fact -> fact.text.equals(name)).findFirst();
  }

  /** As a skip names it. */
  String text() {
    return text;
  }

  boolean isThere() {
    try {
      return probe.look();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directories of the tests that are on a disk. */
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

  /** No function of it is called here. */
  public interface Library {}

  private static boolean isBuilt(String helper) {
    return Files.isExecutable(Path.of("target/helper-test", helper));
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
