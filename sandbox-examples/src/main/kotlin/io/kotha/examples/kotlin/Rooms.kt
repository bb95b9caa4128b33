package io.kotha.examples.kotlin

import io.kotha.sandbox.Rootfs
import io.kotha.sandbox.Sandbox
import io.kotha.sandbox.SandboxProcess
import java.nio.file.Path

/** A description that reads as a block: `sandbox(path) { memory(10.MB).pids(10) }`. */
inline fun sandbox(rootfs: Path, describe: Sandbox.() -> Sandbox): Sandbox =
    Sandbox.rootfs(rootfs).describe()

/** The same on any root. */
inline fun sandbox(rootfs: Rootfs, describe: Sandbox.() -> Sandbox): Sandbox =
    Sandbox.rootfs(rootfs).describe()

/** Starts a program, hands it to the block, and kills whatever is left of it after that. */
inline fun <T> Sandbox.inRoom(vararg argv: String, block: (SandboxProcess) -> T): T =
    start(*argv).use(block)
