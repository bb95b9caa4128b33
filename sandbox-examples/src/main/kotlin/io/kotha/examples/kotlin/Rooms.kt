package io.kotha.examples.kotlin

import io.kotha.sandbox.Rootfs
import io.kotha.sandbox.Sandbox
import io.kotha.sandbox.SandboxProcess
import java.nio.file.Path

/** Describes a sandbox in a block: `sandbox(path) { memory(10.MB).pids(10) }`. */
inline fun sandbox(rootfs: Path, describe: Sandbox.() -> Sandbox): Sandbox =
    Sandbox.rootfs(rootfs).describe()

/** Describes a sandbox on any kind of root in a block. */
inline fun sandbox(rootfs: Rootfs, describe: Sandbox.() -> Sandbox): Sandbox =
    Sandbox.rootfs(rootfs).describe()

/** Starts a program, passes it to the block, and kills its room when the block ends. */
inline fun <T> Sandbox.inRoom(vararg argv: String, block: (SandboxProcess) -> T): T =
    start(*argv).use(block)
