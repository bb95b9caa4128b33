package io.kotha.sandbox.linux.runtimes;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.JavaProgram;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runtimes that reserve far more address space than they use, and start many threads. The memory
 * limit of a cgroup admits them; a limit on address space would prevent their start.
 */
@Timeout(120)
class RuntimesIT {

  private static final String HELLO =
      "public class Hello { public static void main(String[] a) { System.out.println(\"hello\"); } }";

  @Test
  void javaClassRuns() throws Exception {
    Features.require("cgroup.memory");
    Sandbox room = JavaProgram.with(JavaProgram.room(), "Hello", HELLO).memory(MB(256));
    saysHello(room, Command.of(JavaProgram.java(), "-cp", JavaProgram.BOX, "Hello"));
  }

  @Test
  void javaSourceRuns() throws Exception {
    Features.require("cgroup.memory");
    Sandbox room = JavaProgram.room().memory(MB(256)).copyIn(bytes(HELLO), "/tmp/Hello.java");
    saysHello(room, Command.of(JavaProgram.java(), "/tmp/Hello.java"));
  }

  @Test
  void nodeRuns() throws Exception {
    Features.require("cgroup.memory");
    Features.require("tool.node");
    Sandbox room = Rooms.on(Rootfs.host()).memory(MB(256));
    saysHello(room, Command.of("node", "-e", "console.log('hello')"));
  }

  @Test
  void goRuns(@TempDir Path work) throws Exception {
    Features.require("cgroup.memory");
    Features.require("tool.go");
    Path source = work.resolve("hello.go");
    Files.writeString(
        source, "package main\nimport \"fmt\"\nfunc main() { fmt.Println(\"hello\") }");
    Path binary = work.resolve("hello");
    HostCommand.run(
            "env",
            "CGO_ENABLED=0",
            "GO111MODULE=off",
            "GOCACHE=" + work.resolve("cache"),
            "go",
            "build",
            "-o",
            binary.toString(),
            source.toString())
        .orThrow();
    Sandbox room = Rooms.on(Rootfs.host()).memory(MB(256)).copyIn(binary, "/tmp/hello");
    saysHello(room, Command.of("/tmp/hello"));
  }

  @Test
  void reservedAddressSpaceAndThreadsAreNotCharged() throws Exception {
    Features.require("cgroup.memory");
    Sandbox room = Rooms.minimal().memory(MB(32));
    saysHello(room, Command.of(Rooms.probe("reserve"), "512", "100"));
  }

  private static void saysHello(Sandbox room, Command command) throws Exception {
    SandboxResult result = room.run(command);
    assertThat(result.verdict())
        .as(result.stdout() + result.stderr())
        .isInstanceOf(Verdict.Exited.class);
    assertThat(result.exitValue()).as(result.stderr()).isZero();
    assertThat(result.stdout()).isEqualTo("hello\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
