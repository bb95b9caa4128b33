package io.kotha.examples.kotlin

import io.kotha.sandbox.Rootfs
import java.time.Duration

/** Runs a few programs, well-behaved and not, and prints the verdict of each. */
fun main() {
    val room = sandbox(Rootfs.host()) {
        wallTime(Duration.ofSeconds(2)).output(100.kB)
    }

    val greeting = room.inRoom("/bin/sh", "-c", "echo hello from \$(hostname)") { program ->
        program.inputReader().readText().trim()
    }
    println(greeting)

    val scripts = listOf("exit 0", "exit 3", "kill -TERM \$\$", "while :; do echo flood; done", "sleep 60")
    for (script in scripts) {
        val result = room.run("/bin/sh", "-c", script)
        println("$script: ${result.verdict().inWords()}")
    }
}
