package io.kotha.examples.mission;

import static io.kotha.sandbox.Capability.NET_RAW;
import static io.kotha.sandbox.MemorySize.MB;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import java.io.IOException;
import java.nio.file.Path;

/** An isolated program from one expression. It needs a root file system in {@code alpine}. */
public final class Mission {

  private Mission() {}

  /** Prints "hello" from a room. */
  public static void main(String[] args) throws IOException, InterruptedException {
    SandboxProcess p =
        Sandbox.rootfs(Path.of("alpine"))
            .pidNs()
            .netNs()
            .memory(MB(10))
            .pids(10)
            .dropCaps(NET_RAW)
            .start("/bin/sh", "-c", "echo hello");
    try (p) {
      p.getInputStream().transferTo(System.out);
      System.exit(p.waitFor());
    }
  }
}
