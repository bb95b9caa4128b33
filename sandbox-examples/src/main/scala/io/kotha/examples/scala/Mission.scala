package io.kotha.examples.scala

import io.kotha.sandbox.Capability.NET_RAW
import io.kotha.sandbox.MemorySize.MB
import io.kotha.sandbox.Sandbox
import io.kotha.sandbox.SandboxProcess
import java.nio.file.Path
import scala.util.Using

/** The same expression as in Java. It needs a root file system in `alpine`. */
object Mission:
  def main(args: Array[String]): Unit =
    val p: SandboxProcess = Sandbox.rootfs(Path.of("alpine"))
            .pidNs().netNs().memory(MB(10)).pids(10).dropCaps(NET_RAW)
            .start("/bin/sh", "-c", "echo hello")
    val status = Using.resource(p): p =>
      p.getInputStream.transferTo(System.out)
      p.waitFor()
    System.exit(status)
