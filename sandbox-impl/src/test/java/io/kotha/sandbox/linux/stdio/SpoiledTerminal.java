package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.Rooms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that gives its terminal to a program which spoils it: {@code SpoiledTerminal END}, where
 * END is the way in which the room ends. The exit status is 7 if the program could change
 * everything.
 */
final class SpoiledTerminal {

  private static final int SPOILED = 7;

  private SpoiledTerminal() {}

  /** Runs the program, as the class describes. */
  public static void main(String[] args) throws Exception {
    Sandbox room = Rooms.on(Path.of(args[1]));
    switch (args[0]) {
      case "exit" -> await(start(room, "once"));
      case "wall time" -> await(start(room.wallTime(Duration.ofMillis(500)), "loop"));
      case "kill" -> {
        SandboxProcess p = start(room, "loop");
        p.close();
        await(p);
      }
      case "zygote" -> {
        SandboxProcess p = start(room, "once; sleep 30");
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
        await(p);
      }
      case "System.exit" -> start(room, "loop");
      case "SIGTERM" -> {
        start(room, "loop");
        HostCommand.run("kill", "-TERM", Long.toString(ProcessHandle.current().pid()));
        Thread.sleep(30_000);
      }
      case "two rooms" -> {
        SandboxProcess first = start(room, "once; sleep 30");
        SandboxProcess second = start(room, "once; sleep 30");
        first.close();
        await(first);
        second.close();
        await(second);
      }
      case "later" -> {
        SandboxProcess p = start(room, "once; sleep 3");
        await(p);
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(SPOILED);
  }

  private static SandboxProcess start(Sandbox room, String how) throws Exception {
    String script = Rooms.probe("spoil") + " " + how;
    Command command =
        Command.of("/bin/sh", "-c", script)
            .stdin(Stdio.INHERIT)
            .stdout(Stdio.PIPE)
            .stderr(Stdio.INHERIT);
    SandboxProcess process = room.start(command);
    String said = process.inputReader().readLine();
    if (!"spoiled 5".equals(said)) {
      throw new IllegalStateException("the program changed less than it should: " + said);
    }
    return process;
  }

  private static void await(SandboxProcess process) throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the room does not end");
    }
  }
}
