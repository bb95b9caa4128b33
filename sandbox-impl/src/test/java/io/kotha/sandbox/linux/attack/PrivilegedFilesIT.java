package io.kotha.sandbox.linux.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.linux.fixture.Pools;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.seccomp.SeccompProfile;
import io.kotha.sandbox.seccomp.SyscallGroup;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attempts to leave a privileged file on the host: a set-user-ID, set-group-ID or device file in a
 * directory that outlives the room. Any user of the host could use it later.
 */
@Timeout(60)
class PrivilegedFilesIT {

  /** Each call that can give a file a mode, and the same with the high half of an int set. */
  private static final List<String> ATTEMPTS =
      List.of(
          "openat -100 s:D/plain 0x41 0755 , fchmod $ 04755",
          "openat -100 s:D/high 0x41 0755 , fchmod $ 0x7000009ed",
          "openat -100 s:D/group 0x41 0755 , fchmod $ 02755",
          "openat -100 s:D/path 0x41 0755 , fchmodat -100 s:D/path 06755",
          "openat -100 s:D/two 0x41 0755 , fchmodat2 -100 s:D/two 04755 0",
          "openat -100 s:D/created 0x41 04755",
          "openat -100 s:D/created2 0x100000041 0x5000009ed",
          "openat -100 s:D 0x410001 04755",
          "openat2 -100 s:D/how h:4100000000000000ed090000000000000000000000000000 24",
          "mknodat -100 s:D/node 0104755 0",
          "mknodat -100 s:D/node2 04755 0",
          "mknodat -100 s:D/disk 060666 0x800",
          "mknodat -100 s:D/null 020666 0x103");

  /** Calls that only x86_64 has. */
  private static final List<String> OLD_ATTEMPTS =
      List.of(
          "creat s:D/created3 04755",
          "open s:D/opened 0x41 04755",
          "open s:D/changed 0x41 0755 , chmod s:D/changed 04755",
          "mknod s:D/made 0104755 0");

  @TempDir Path dir;

  @BeforeEach
  void needsFilters() {
    Features.require("seccomp");
  }

  /** Runs a test once with each of the {@link #policies}, whose name is its first argument. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ParameterizedTest(name = "{0}")
  @MethodSource("policies")
  private @interface WithEachPolicy {}

  static Stream<Arguments> policies() throws Exception {
    SyscallPolicy all = SyscallPolicy.allowList("all calls");
    for (SyscallGroup group : SyscallGroup.values()) {
      all = all.allow(group.label());
    }
    return Stream.of(
            SyscallPolicy.standard(),
            SyscallPolicy.grader(),
            SyscallPolicy.standard()
                .allow("@files", "@file-attributes", "openat2")
                .named("widened"),
            SyscallPolicy.dockerLike(Set.of()),
            SyscallPolicy.dockerLike(Set.of(Capability.values())).named("docker, all capabilities"),
            SyscallPolicy.none(),
            SyscallPolicy.denyList("denies nothing").deny("reboot"),
            all.allow("openat2", "io_uring_setup"),
            imported())
        .map(policy -> Arguments.of(policy.name(), policy));
  }

  @WithEachPolicy
  @Attack(
      value = "B6",
      move = "leaves set-user-ID and device files in a writable bind, policy {0}",
      walls = Wall.FILTER)
  void writableBindKeepsNoPrivilegedFile(String name, SyscallPolicy policy) throws Exception {
    Path bound = writable("w");
    attack(
        Rooms.minimal().landlock(Landlock.off()).bindWritable(bound, "/w").syscalls(policy), "/w");
    assertNothingPrivileged(bound);
  }

  @WithEachPolicy
  @Attack(
      value = "B6",
      move = "leaves set-user-ID and device files in a persistent root, policy {0}",
      walls = Wall.FILTER)
  void persistentRootKeepsNoPrivilegedFile(String name, SyscallPolicy policy) throws Exception {
    Path root = TestRootfs.fresh(dir);
    Path kept = Files.createDirectory(root.resolve("kept"));
    Files.setAttribute(kept, "unix:mode", 0777);
    Sandbox room = Rooms.on(root).persistent().landlock(Landlock.off());
    attack(room.syscalls(policy), "/kept");
    assertNothingPrivileged(kept);
  }

  /** The policy is learned where files are in memory, and used where they are not. */
  @Test
  @Attack(
      value = "B6",
      move = "leaves a set-user-ID file in a writable bind, under a learned policy",
      walls = Wall.FILTER)
  void learnedPolicyLeavesNoPrivilegedFile() throws Exception {
    Features.require("seccomp.notify");
    Path bound = writable("w");
    SyscallPolicy learned =
        Rooms.minimal().learn(Command.of(Rooms.probe("sys")).args(calls("/tmp"))).policy();
    attack(Rooms.minimal().bindWritable(bound, "/w").syscalls(learned), "/w");
    assertNothingPrivileged(bound);
  }

  @Test
  @Attack(
      value = "B6",
      move = "leaves a set-user-ID file in a writable bind, out of a pool, without a policy",
      walls = Wall.FILTER)
  void pooledRoomLeavesNoPrivilegedFile() throws Exception {
    Path bound = writable("w");
    Sandbox room =
        Rooms.minimal()
            .landlock(Landlock.off())
            .bindWritable(bound, "/w")
            .syscalls(SyscallPolicy.none());
    assertThat(room.run("/bin/true").isolation())
        .contains("seccomp: none but the room's own rules");
    try (SandboxPool pool = Pools.full(room, 1)) {
      pool.run(Command.of(Rooms.probe("sys")).args(calls("/w")));
    }
    assertNothingPrivileged(bound);
  }

  /** With these, a program needs no call that a filter could refuse. */
  @ParameterizedTest
  @EnumSource(
      value = Capability.class,
      names = {"SETFCAP", "FSETID", "SYS_ADMIN"})
  @Attack(
      value = "B6",
      move = "leaves a file capability, or changes or copies a set-user-ID file, with CAP_{0}",
      walls = Wall.VALIDATOR)
  void capabilitiesOverPrivilegedFilesAreRefused(Capability capability) throws Exception {
    Sandbox room = Rooms.minimal().keepCaps(capability);
    for (Sandbox writer :
        List.of(
            room.bindWritable(writable("w"), "/w"),
            Rooms.on(TestRootfs.fresh(dir)).persistent().keepCaps(capability))) {
      assertThatThrownBy(() -> writer.start("/bin/true"))
          .isInstanceOf(UnsupportedHostException.class)
          .hasMessageContaining("caps." + capability.name().toLowerCase(Locale.ROOT));
    }
    assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
  }

  /**
   * An ordinary user's program owns the files, which it gets after its filter. Root's program does
   * not, so that only the filter of an ordinary user is tested.
   */
  @WithEachPolicy
  @Attack(
      value = "B6",
      move = "makes the files that it has as stdin and stdout set-user-ID, policy {0}",
      walls = Wall.FILTER)
  void standardDescriptorsKeepNoPrivilege(String name, SyscallPolicy policy) throws Exception {
    Features.require("user.ordinary");
    Path in = Files.writeString(dir.resolve("in"), "x");
    Path out = dir.resolve("out");
    String calls = "fchmod 0 04755 , fchmod 1 06755 , fchmodat -100 s:/proc/self/fd/1 04755 0";
    Command command =
        Command.of(Rooms.probe("sys"))
            .args(calls.split(" "))
            .stdin(Stdio.from(in))
            .stdout(Stdio.to(out));
    Sandbox room = Rooms.minimal().landlock(Landlock.off()).syscalls(policy);
    try (SandboxPool pool = room.pool(1)) {
      room.run(command);
      assertRefused(in, out);
      Files.delete(out);
      pool.run(command);
      assertRefused(in, out);
    }
  }

  private static void assertRefused(Path in, Path out) throws IOException {
    assertThat(Files.readString(out).lines())
        .hasSize(3)
        .allMatch(line -> line.matches("fchmod(at)? (EPERM|ENOSYS)"));
    for (Path file : List.of(in, out)) {
      int mode = (int) Files.getAttribute(file, "unix:mode");
      assertThat(mode & 06000).as(file.toString()).isZero();
    }
  }

  /** Without a file of the host, a policy grants what it says. An ordinary user may have one. */
  @Test
  void modesInMemoryAreThePolicysOwn() throws Exception {
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "the rooms of an ordinary user always have these rules");
    }
    Sandbox room = Rooms.minimal().syscalls(SyscallPolicy.none());
    assertThat(
            Calls.results(room, "openat -100 s:/tmp/x 0x41 04755 , fchmodat -100 s:/tmp/x 06755"))
        .last()
        .isEqualTo("0");
  }

  private Path writable(String name) throws IOException {
    Path bound = Files.createDirectory(dir.resolve(name));
    Files.setAttribute(bound, "unix:mode", 0777);
    return bound;
  }

  private static SyscallPolicy imported() throws Exception {
    Path profile = Files.createTempFile("kotha-profile", ".json");
    try {
      Files.writeString(profile, "{\"defaultAction\":\"SCMP_ACT_ALLOW\"}");
      return SeccompProfile.read(profile, Set.of()).named("imported");
    } finally {
      Files.delete(profile);
    }
  }

  private static String[] calls(String directory) {
    List<String> attempts = new ArrayList<>(ATTEMPTS);
    if (System.getProperty("os.arch").equals("amd64")) {
      attempts.addAll(OLD_ATTEMPTS);
    }
    return String.join(" , ", attempts).replace("s:D", "s:" + directory).split(" ");
  }

  /** Makes every attempt in one room, and a file that may stay, to show that the room can write. */
  private static void attack(Sandbox room, String directory) throws Exception {
    List<String> results = Calls.results(room, String.join(" ", calls(directory)));
    assertThat(results.get(0)).as("creating a plain file").matches("\\d+");
  }

  private static void assertNothingPrivileged(Path directory) throws IOException {
    try (Stream<Path> left = Files.list(directory)) {
      for (Path file : left.toList()) {
        int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        assertThat(Integer.toOctalString(mode)).as(file.toString()).matches("100[0-7]{3}");
      }
    }
    assertThat(directory.resolve("plain")).exists();
  }
}
