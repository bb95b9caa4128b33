package io.kotha.sandbox.linux.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.CProgram;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.linux.scenario.Trap;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contents of the room's {@code /}, and attempts to leave it. */
@Timeout(60)
class RootfsIT {

  private static final Path BASH = Path.of("/bin/bash");
  private static final Set<String> MADE = Set.of("proc", "dev", "tmp");

  @TempDir Path dir;

  @Test
  @Scenario("D02")
  void roomAndHostSeeTheSameRoot() throws Exception {
    Path root = TestRootfs.fresh(dir);
    TestRootfs.file(root, "/marker-of-this-root", "here");
    String inside = Rooms.out(Rooms.on(root), "ls -1 /");
    assertThat(inside.lines()).containsAll(names(root));
    assertThat(inside.lines().filter(name -> !MADE.contains(name))).allMatch(names(root)::contains);
    try (SandboxProcess p = Rooms.on(root).start("/bin/sleep", "100")) {
      Path seen = HostView.of(p.pid()).root();
      assertThat(names(seen)).containsAll(names(root));
      assertThat(inode(seen.resolve("marker-of-this-root")))
          .isEqualTo(inode(root.resolve("marker-of-this-root")));
      assertThat(inode(seen)).isEqualTo(inode(root));
    }
  }

  @Test
  @Scenario("D03")
  void rootOfBashHoldsOnlyItsLibraries() throws Exception {
    Sandbox bash = Rooms.on(Rootfs.programs(BASH));
    assertThat(Rooms.out(bash, Command.of("bash", "-c", "echo $BASH_VERSION")))
        .matches("\\d+\\..*");
    String files =
        Rooms.out(
            bash,
            Command.of(
                "/bin/bash",
                "-c",
                "shopt -s globstar dotglob; for f in /**; do"
                    + " case $f in /proc/*|/dev/*|/tmp/*) continue;; esac;"
                    + " if [ -f $f ]; then echo ${f##*/}; fi; done"));
    Set<String> libraries = new TreeSet<>(files.lines().toList());
    assertThat(libraries).anyMatch(f -> f.startsWith("ld-linux"));
    assertThat(libraries.stream().map(f -> f.replaceAll("\\.so.*|-linux.*", "")))
        .as("and the generated files of /etc")
        .containsOnly("bash", "ld", "libc", "libtinfo", "passwd", "group", "hosts");
  }

  @Test
  @Scenario("D03")
  void missingProgramIsATypedError() throws Exception {
    Sandbox bash = Rooms.on(Rootfs.programs(BASH));
    SetupException missing = catchThrowableOfType(SetupException.class, () -> bash.start("ls"));
    assertThat(missing.step()).isEqualTo(SetupStep.EXEC);
    assertThat(missing.errno()).isEqualTo(2);
    assertThat(missing).hasMessageContaining("ls").hasMessageContaining("ENOENT");
    SandboxResult byShell = bash.run("/bin/bash", "-c", "ls");
    assertThat(byShell.exitValue()).isEqualTo(127);
  }

  @Test
  @Scenario("D03")
  void addingLsAddsItsLibraries() throws Exception {
    Path ls =
        Stream.of("/bin/ls", "/usr/bin/ls").map(Path::of).filter(Files::exists).findFirst().get();
    Sandbox both = Rooms.on(Rootfs.programs(BASH, ls));
    assertThat(Rooms.out(both, Command.of("ls", "-1", "/")).lines())
        .isSubsetOf("bin", "etc", "usr", "lib", "lib64", "proc", "dev", "tmp");
    String libraries =
        Rooms.out(
            both,
            Command.of("/bin/bash", "-c", "cd /; shopt -s globstar; echo /lib/** /usr/lib/**"));
    assertThat(libraries).contains("libselinux").contains("libpcre2");
  }

  @Test
  @Scenario("D04")
  void missingRootIsATypedErrorThatLeavesNothing() {
    Leftovers before = Leftovers.snapshot();
    assertThatThrownBy(() -> Rooms.on(Path.of("/no/such/root")).start("/bin/sh"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("/no/such/root");
    before.assertNone();
  }

  @Test
  @Scenario("D04")
  void fileAsRootIsATypedErrorThatLeavesNothing() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "");
    Leftovers before = Leftovers.snapshot();
    assertThatThrownBy(() -> Rooms.on(file).start("/bin/sh"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining(file.toString());
    before.assertNone();
  }

  @Test
  @Scenario("D05")
  void rootDirectoryRunsItsShell() throws Exception {
    assertThat(Rooms.out(Rooms.minimal(), "echo hello")).isEqualTo("hello");
  }

  @Test
  @Scenario("D05")
  void hostToolchainRunsAShell() throws Exception {
    Sandbox host = Rooms.on(Rootfs.host());
    assertThat(Rooms.out(host, "echo hello; ls /usr/bin/env")).contains("hello", "/usr/bin/env");
    assertThat(Rooms.sh(host, "ls -A /home /root /run /var /srv /etc/shadow").stdout().lines())
        .allMatch(line -> line.isBlank() || line.endsWith(":"));
  }

  @Test
  @Scenario("D06")
  void oneStaticBinaryIsASufficientRoot() throws Exception {
    Path root = TestRootfs.of(dir, "forge");
    SandboxResult result = Rooms.on(root).run("/forge");
    assertThat(result.stdout()).startsWith("sibling");
    assertThat(result.exitValue()).isEqualTo(3);
    assertThat(names(root))
        .as("no directory is made in the host's directory")
        .containsOnly("forge");
  }

  @Test
  @Scenario("D07")
  @Attack(
      value = "C1",
      move = "the classic chroot escape: `chroot` deeper, then `..`",
      walls = Wall.CAPABILITIES)
  void chrootWithoutCapabilitiesDoesNotEscape() throws Exception {
    assertJailed(Rooms.minimal().syscalls(SyscallPolicy.none()), "chroot EPERM");
    assertJailed(Rooms.minimal(), "chroot EPERM");
  }

  @Test
  @Scenario("D07")
  @Attack(value = "C1", move = "the classic chroot escape with every capability", walls = Wall.ROOT)
  void chrootWithEveryCapabilityDoesNotEscape() throws Exception {
    Sandbox all = Rooms.minimal().keepCaps(List.of(Capability.values()));
    assertJailed(all.syscalls(SyscallPolicy.none()), "chroot ok");
    assertJailed(all, "jailed");
  }

  private void assertJailed(Sandbox sandbox, String expected) throws Exception {
    String probe = Rooms.probe("jail");
    Path marker = Files.writeString(dir.resolve("host-marker"), "");
    String out = Rooms.out(sandbox, Command.of(probe, marker.toString()));
    assertThat(out).contains(expected).endsWith("jailed").doesNotContain("escaped");
  }

  @Test
  void rootIsReadOnlyByDefault() throws Exception {
    SandboxResult result = Rooms.sh(Rooms.minimal(), "echo x > /etc/new; echo x > /etc/passwd");
    assertThat(result.stderr().lines())
        .hasSize(2)
        .allMatch(l -> l.contains("Read-only file system"));
  }

  @Test
  @Trap("rootfs writes do not persist unless asked")
  void writesToAWritableRootVanish() throws Exception {
    Path root = TestRootfs.fresh(dir);
    Sandbox writable = Rooms.on(root).writable();
    String script =
        "cat /etc/new 2>/dev/null; echo x > /etc/new && echo y >> /etc/passwd; cat /etc/new";
    assertThat(Rooms.out(writable, script)).isEqualTo("x");
    assertThat(Rooms.out(writable, script))
        .as("the second room starts with the original root")
        .isEqualTo("x");
    assertThat(root.resolve("etc/new")).doesNotExist();
    assertThat(Files.readString(root.resolve("etc/passwd"))).doesNotContain("y\n");
    assertThat(Rooms.sh(Rooms.on(root), "echo x > /etc/new").exitValue()).isNotZero();
    assertThat(root.resolve("etc/new")).doesNotExist();
  }

  @Test
  @Trap("rootfs writes do not persist unless asked")
  void writesToAPersistentRootStayWithHostOwners() throws Exception {
    Path root = TestRootfs.fresh(dir);
    Rooms.out(Rooms.on(root).persistent(), "echo x > /etc/new; mkdir /srv; rm /etc/group");
    assertThat(root.resolve("etc/new")).hasContent("x\n");
    assertThat(root.resolve("srv")).isDirectory();
    assertThat(root.resolve("etc/group")).doesNotExist();
    assertThat(Files.getAttribute(root.resolve("etc/new"), "unix:uid")).isEqualTo(Lane.uid());
    assertThat(Files.getAttribute(root.resolve("etc/new"), "unix:gid")).isEqualTo(Lane.gid());
  }

  @Test
  void writableRootRemovesAndRenamesInMemoryOnly() throws Exception {
    Path root = TestRootfs.fresh(dir);
    String out =
        Rooms.out(
            Rooms.on(root).writable(),
            "rm /bin/seq && mv /etc/group /etc/g2 && rmdir /opt && chmod 700 /etc && ls /bin/seq"
                + " /opt /etc/group 2>/dev/null; ls /etc");
    assertThat(out.lines()).contains("g2", "passwd").doesNotContain("group");
    assertThat(names(root.resolve("etc"))).containsExactlyInAnyOrder("passwd", "group");
    assertThat(root.resolve("opt")).exists();
  }

  @Test
  void tmpIsWritableAndPrivate() throws Exception {
    Path marker = Files.createTempFile("kotha-test-marker", "");
    try {
      String out = Rooms.out(Rooms.minimal(), "echo x > /tmp/a && ls -A /tmp; stat -c %a /tmp");
      assertThat(out.lines()).containsExactly("a", "1777");
    } finally {
      Files.delete(marker);
    }
  }

  @Test
  void tmpHasTheConfiguredSize() throws Exception {
    Sandbox small = Rooms.minimal().tmpSize(MemorySize.MiB(1));
    SandboxResult result = Rooms.sh(small, "dd if=/dev/zero of=/tmp/big bs=64k count=32");
    assertThat(result.stderr()).contains("No space left on device");
    assertThat(result.exitValue()).isEqualTo(1);
  }

  @Test
  @Trap("image symlink /etc/resolv.conf → /host not followed")
  @Attack(value = "A13", move = "an image with links at mount points", walls = Wall.ONE_LOOK)
  void linksOfAnImageAreResolvedInsideIt() throws Exception {
    Path outside = Files.writeString(dir.resolve("outside"), "host\n");
    Path content = Files.writeString(dir.resolve("content"), "room\n");
    Path root = TestRootfs.fresh(dir);
    Files.createSymbolicLink(root.resolve("etc/resolv.conf"), outside);
    Files.createSymbolicLink(root.resolve("etc/up"), Path.of("../../../../../../" + outside));
    for (String target : List.of("/etc/resolv.conf", "/etc/up")) {
      assertStaysInside(Rooms.on(root).bind(content, target), outside);
      assertStaysInside(Rooms.on(root).copyIn("room\n".getBytes(), target), outside);
      assertStaysInside(Rooms.on(root).writable().copyIn("room\n".getBytes(), target), outside);
      assertStaysInside(Rooms.on(root).persistent().copyIn("room\n".getBytes(), target), outside);
    }
    assertThat(Rooms.sh(Rooms.on(root), "cat /etc/resolv.conf").exitValue()).isEqualTo(1);
  }

  /**
   * Asserts that the write is refused or stays inside; the host's file is neither changed nor seen.
   */
  private static void assertStaysInside(Sandbox sandbox, Path outside) throws Exception {
    try {
      assertThat(Rooms.sh(sandbox, "cat /etc/resolv.conf /etc/up").stdout()).doesNotContain("host");
    } catch (SandboxException typed) {
      assertThat(typed).hasMessageContaining("/etc");
    }
    assertThat(outside).hasContent("host\n");
  }

  @Test
  void bindsAreReadOnlyByDefault() throws Exception {
    Path shared = TestRootfs.directory(dir.resolve("shared"));
    TestRootfs.file(shared, "/in", "from the host");
    Sandbox readOnly = Rooms.minimal().bind(shared, "/mnt/shared");
    assertThat(Rooms.out(readOnly, "cat /mnt/shared/in")).isEqualTo("from the host");
    assertThat(Rooms.sh(readOnly, "echo x > /mnt/shared/out").exitValue()).isNotZero();
    assertThat(shared.resolve("out")).doesNotExist();
    Rooms.out(Rooms.minimal().bindWritable(shared, "/mnt/shared"), "echo x > /mnt/shared/out");
    assertThat(shared.resolve("out")).hasContent("x\n");
    assertThat(Files.getAttribute(shared.resolve("out"), "unix:uid")).isEqualTo(Lane.uid());
  }

  @Test
  void missingMountTargetIsMadeInMemory() throws Exception {
    Path root = TestRootfs.fresh(dir);
    Path file = Files.writeString(dir.resolve("file"), "content");
    Sandbox sandbox =
        Rooms.on(root)
            .bind(file, "/new/deep/file")
            .tmpfs("/other", MemorySize.MiB(1))
            .copyIn("copied".getBytes(), "/box/in");
    assertThat(Rooms.out(sandbox, "cat /new/deep/file /box/in; echo x > /other/y && ls /other"))
        .isEqualTo("contentcopiedy");
    assertThat(names(root)).doesNotContain("new", "other", "box");
  }

  @Test
  @Attack(value = "C2", move = "looks for paths of the host in its mount table", walls = Wall.ROOT)
  void noMountShowsTheHost() throws Exception {
    String mounts = Rooms.out(Rooms.minimal(), "cat /proc/self/mountinfo");
    assertThat(mounts).doesNotContain("shared:").doesNotContain("cgroup").doesNotContain("/.old");
    assertThat(mounts.lines().map(l -> l.split(" ")[4])).contains("/", "/proc", "/tmp");
    assertThat(mounts.lines()).allMatch(l -> l.contains("nosuid"), "every mount has nosuid");
  }

  @Test
  void staticProgramIsCompiledOnce() {
    assertThat(CProgram.of("sys")).isEqualTo(CProgram.of("sys"));
  }

  private static List<String> names(Path directory) throws Exception {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(p -> p.getFileName().toString()).collect(Collectors.toList());
    }
  }

  private static Object inode(Path path) throws Exception {
    return Files.getAttribute(path, "unix:dev") + ":" + Files.getAttribute(path, "unix:ino");
  }
}
