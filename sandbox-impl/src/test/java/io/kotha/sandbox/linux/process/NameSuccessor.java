package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Rooms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A JVM with two rooms of one name, the second of which it starts before the output of the first
 * was read: {@code NameSuccessor ROOTFS RESULTS DONE}. It uses the handle of the first room, writes
 * to the file RESULTS how the second one changes, and then makes the file DONE. Its stdout is the
 * output of the first room, which must not be read until then.
 */
final class NameSuccessor {

  private NameSuccessor() {}

  /** Runs the rooms, as the class describes. */
  public static void main(String[] args) throws Exception {
    Sandbox room =
        Rooms.on(Path.of(args[0]))
            .name("successor-" + ProcessHandle.current().pid())
            .memory(MemorySize.MiB(64));
    Command writer = // its output fills the inherited pipe, and the rest fits into Kotha's own
        Command.of("/bin/head", "-c", "100000", "/dev/zero")
            .stdin(Stdio.NULL)
            .stdout(Stdio.INHERIT)
            .stderr(Stdio.NULL);
    List<String> results = new ArrayList<>();
    SandboxProcess old = room.start(writer);
    try (SandboxProcess next = startWhenFree(room)) {
      results.add("old room ended: " + !old.isAlive());
      Limits limits = room.spec().limits();
      old.update(limits.memory(limits.memory().max(MemorySize.MiB(128))));
      results.add("memory limit: " + memoryLimit(next));
      results.add("memory of the old room: " + old.stats().memory().current());
      old.freeze();
      results.add("answer: " + answer(next));
      old.thaw();
    }
    Files.write(Path.of(args[1]), results);
    Files.createFile(Path.of(args[2]));
    old.waitFor(); // until all its output is passed on
    System.exit(0);
  }

  private static SandboxProcess startWhenFree(Sandbox room) throws Exception {
    while (true) {
      try {
        return room.start("/bin/cat");
      } catch (SandboxException e) {
        if (!String.valueOf(e.getMessage()).contains("successor-")) {
          throw e;
        }
        Thread.sleep(1);
      }
    }
  }

  private static String memoryLimit(SandboxProcess process) throws Exception {
    return Files.readString(
            HostView.of(process.pid())
                .cgroupFile("memory", "memory.limit_in_bytes", "memory.max")
                .orElseThrow())
        .strip();
  }

  private static String answer(SandboxProcess process) throws Exception {
    process.outputWriter().append("still here\n").flush();
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return process.inputReader().readLine();
              } catch (java.io.IOException e) {
                return e.toString();
              }
            });
    try {
      return line.get(2, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return "none";
    }
  }
}
