package io.kotha.examples.kotlin

import io.kotha.sandbox.Capability.NET_RAW
import io.kotha.sandbox.MemorySize.MB
import io.kotha.sandbox.Sandbox
import io.kotha.sandbox.SandboxProcess
import java.nio.file.Path
import kotlin.system.exitProcess

/** The same expression as in Java. It needs a root file system in `alpine`. */
fun main() {
    val p: SandboxProcess = Sandbox.rootfs(Path.of("alpine"))
            .pidNs().netNs().memory(MB(10)).pids(10).dropCaps(NET_RAW)
            .start("/bin/sh", "-c", "echo hello")
    val status = p.use {
        it.inputStream.transferTo(System.out)
        it.waitFor()
    }
    exitProcess(status)
}
