package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.CProgram;
import io.kotha.sandbox.linux.fixture.JavaProgram;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The policy presets: programs of the intended kind work under each, and other calls are refused.
 */
@Timeout(120)
class PolicyPresetIT {

  private static final String HELLO_C =
      "#include <stdio.h>\nint main(void) { puts(\"hello\"); return 0; }\n";

  private static final String HELLO_JAVA =
      "public class Hello { public static void main(String[] a) {"
          + " System.out.println(java.util.stream.IntStream.range(0, 9).parallel().sum() == 36"
          + " ? \"hello\" : \"\"); } }";

  @BeforeEach
  void needsFilters() {
    Features.require("seccomp");
  }

  private static Sandbox with(SyscallPolicy policy) {
    return Rooms.minimal().syscalls(policy);
  }

  private static Command sys(String... args) throws Exception {
    return Command.of(Rooms.probe("sys")).args(args);
  }

  // ---- standard, grader and dockerLike ----

  static List<SyscallPolicy> general() {
    return List.of(
        SyscallPolicy.standard(), SyscallPolicy.grader(), SyscallPolicy.dockerLike(Set.of()));
  }

  /** The room's init may have the payload's uid; every other process is the program's own. */
  @ParameterizedTest
  @MethodSource("general")
  void processNamesItselfAndItsThreadsByNumber(SyscallPolicy policy) throws Exception {
    assertThat(Rooms.out(with(policy), Command.of(Rooms.probe("own"))).lines())
        .hasSize(7)
        .allMatch(line -> line.endsWith(" ok"));
  }

  @ParameterizedTest
  @MethodSource("general")
  void leakSanitizerWorks(SyscallPolicy policy) throws Exception {
    Features.require("tool.gcc");
    Sandbox room =
        Rooms.on(Rootfs.host())
            .syscalls(policy)
            .pids(50)
            .memory(MB(512))
            .copyIn(HELLO_C.getBytes(StandardCharsets.UTF_8), "/tmp/hello.c");
    String script = "gcc -fsanitize=address -o /tmp/hello /tmp/hello.c && /tmp/hello";
    assertThat(Rooms.out(room, script)).isEqualTo("hello");
  }

  // ---- grader ----

  private Sandbox grader() {
    return Rooms.on(Rootfs.host()).syscalls(SyscallPolicy.grader()).pids(200);
  }

  private Sandbox grader(String name, String text) {
    return grader().copyIn(text.getBytes(StandardCharsets.UTF_8), "/tmp/" + name);
  }

  @ParameterizedTest
  @CsvSource({"gcc, c", "g++, cc"})
  void compilersMakeProgramsThatRun(String compiler, String suffix) throws Exception {
    Features.require("tool." + (compiler.equals("gcc") ? "gcc" : "g++"));
    String script = compiler + " -O1 -o /tmp/hello /tmp/hello." + suffix + " && /tmp/hello";
    assertThat(Rooms.out(grader("hello." + suffix, HELLO_C), script)).isEqualTo("hello");
  }

  @Test
  void javaCompilesAndRuns() throws Exception {
    Sandbox room =
        JavaProgram.room()
            .syscalls(SyscallPolicy.grader())
            .pids(200)
            .copyIn(HELLO_JAVA.getBytes(StandardCharsets.UTF_8), "/tmp/Hello.java");
    assertThat(Rooms.out(room, Command.of(JavaProgram.java(), "/tmp/Hello.java")))
        .isEqualTo("hello");
  }

  @Test
  void pythonRunsThreadsAndProcesses() throws Exception {
    Features.require("tool.python3");
    String script =
        """
        import concurrent.futures, subprocess, tempfile, os
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(lambda n: n * n, range(10))) == 285
        with concurrent.futures.ProcessPoolExecutor(2) as pool:
            assert list(pool.map(abs, [-1, -2])) == [1, 2]
        assert subprocess.run(["/bin/echo", "x"], capture_output=True).stdout == b"x\\n"
        with tempfile.TemporaryDirectory() as d:
            open(os.path.join(d, "f"), "w").write("y" * 100000)
        print("hello")
        """;
    assertThat(Rooms.out(grader("hello.py", script), "python3 /tmp/hello.py")).isEqualTo("hello");
  }

  @Test
  void nodeRunsWithItsThreads() throws Exception {
    Features.require("tool.node");
    String script = "require('fs').readFile('/usr/bin/env', e => console.log(e ? e : 'hello'))";
    assertThat(Rooms.out(grader(), Command.of("node", "-e", script))).isEqualTo("hello");
  }

  @Test
  void shellPipelineRuns() throws Exception {
    String script =
        "seq 1 1000 | sort -rn | head -n 3 | tr '\\n' ' ' | sed 's/ $//'; mkdir /tmp/d &&"
            + " cp /usr/bin/env /tmp/d/x && cat /tmp/d/x /tmp/d/x | cmp -s - /tmp/d/x; rm -r /tmp/d";
    assertThat(Rooms.out(grader(), script)).isEqualTo("1000 999 998");
  }

  @ParameterizedTest
  @CsvSource({
    "socket 2 1 0, socket EPERM",
    "socket 16 3 0, socket EPERM",
    "socket 10 2 0, socket EPERM",
    "msgget 0 512, msgget EPERM",
    "shmget 0 4096 512, shmget EPERM",
    "splice 0 0 1 0 1 0, splice ENOSYS",
    "inotify_init1 0, inotify_init1 ENOSYS",
  })
  void graderPolicyRefusesUnneededCalls(String call, String expected) throws Exception {
    Sandbox room = with(SyscallPolicy.grader());
    assertThat(Rooms.out(room, sys(call.split(" ")))).isEqualTo(expected);
    assertThat(Rooms.out(room, sys("socket", "1", "1", "0"))).matches("socket \\d+");
  }

  // ---- compute ----

  @Test
  void staticProgramComputes() throws Exception {
    SandboxResult result =
        with(SyscallPolicy.compute()).memory(MB(64)).run(Rooms.probe("alloc"), "8");
    assertThat(result.verdict().isSuccess()).as(result + result.stderr()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "openat -100 s:/etc/passwd 0",
    "socket 1 1 0",
    "clone 17 0 0 0 0",
    "kill 1 0",
    "prctl 1 9",
    "mkdirat -100 s:/tmp/x 511",
    "dup3 0 9 0",
    "recvmsg 0 0 0",
    "prlimit64 0 7 h:ffffffffffffff00ffffffffffffff00 0",
  })
  void computePolicyAllowsComputationOnly(String call) throws Exception {
    String name = call.split(" ")[0];
    assertThat(Rooms.out(with(SyscallPolicy.compute()), sys(call.split(" "))))
        .isEqualTo(name + " EPERM");
  }

  @Test
  void secondExecveEndsTheProgram() throws Exception {
    Features.require("seccomp.notify");
    SandboxResult result =
        with(SyscallPolicy.compute())
            .run(sys("getpid", ",", "execve", "s:/bin/true", "0", "0", ",", "getpid"));
    assertThat(result.verdict()).as(result.toString()).isInstanceOf(Verdict.SyscallDenied.class);
    assertThat(((Verdict.SyscallDenied) result.verdict()).syscall()).isEqualTo("execve");
    assertThat(result.stdout()).matches("getpid \\d+\n");
  }

  @Test
  void pathSearchIsNoSecondExecve() throws Exception {
    Sandbox room = with(SyscallPolicy.compute()).copyIn(CProgram.of("sys"), "/tmp/sys");
    Command command = Command.of("sys", "getpid").env("PATH", "/nowhere:/etc:/tmp").in("/tmp");
    assertThat(Rooms.out(room, command)).matches("getpid \\d+");
    assertThat(failure(room, Command.of("not-there"))).contains("ENOENT");
  }

  private static String failure(Sandbox room, Command command) {
    try {
      return "ended with " + room.run(command);
    } catch (SandboxException | InterruptedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  // ---- docker-like ----

  @Test
  void dockerImagesRunAsInDocker() throws Exception {
    Sandbox room = with(SyscallPolicy.dockerLike(Set.of()));
    assertThat(Rooms.out(room, sys("socket", "2", "1", "0"))).matches("socket \\d+");
    assertThat(Rooms.out(room, sys("socket", "38", "5", "0"))).isEqualTo("socket EPERM");
    assertThat(Rooms.out(room, sys("socket", "0x100000026", "5", "0"))).isEqualTo("socket EPERM");
    assertThat(Rooms.out(room, sys("unshare", "0x10000000"))).isEqualTo("unshare EPERM");
    Set<Capability> kept = Set.of(Capability.SYS_CHROOT);
    Sandbox chroots =
        Rooms.minimal().keepCaps(Capability.SYS_CHROOT).syscalls(SyscallPolicy.dockerLike(kept));
    assertThat(Rooms.out(chroots, sys("chroot", "s:/tmp"))).isEqualTo("chroot 0");
    assertThat(Rooms.out(room, sys("chroot", "s:/tmp"))).isEqualTo("chroot EPERM");
  }
}
