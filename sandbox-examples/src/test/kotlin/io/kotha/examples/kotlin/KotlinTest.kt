package io.kotha.examples.kotlin

import io.kotha.sandbox.stats.Evidence
import io.kotha.sandbox.MemorySize
import io.kotha.sandbox.Rootfs
import io.kotha.sandbox.Verdict
import java.time.Duration
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

class KotlinTest {

    @Test
    fun `size extensions convert units`() {
        assertThat(10.MB).isEqualTo(MemorySize.MB(10))
        assertThat(64.MiB).isEqualTo(MemorySize.MiB(64))
        assertThat(listOf(1.kB, 1.GB)).containsExactly(MemorySize.KB(1), MemorySize.GB(1))
    }

    @Test
    fun `block describes a sandbox`() {
        val limits = sandbox(Rootfs.host()) { memory(10.MB).pids(10) }.spec().limits()
        assertThat(limits.memory().max()).isEqualTo(10.MB)
        assertThat(limits.pids()).isEqualTo(10)
    }

    @Test
    fun `every verdict has a description`() {
        val evidence = Evidence.NONE
        val verdicts = listOf(
            Verdict.Exited(0, evidence),
            Verdict.Signaled(9, evidence),
            Verdict.MemoryExceeded(10.MB, evidence),
            Verdict.TimeExceeded(Verdict.Clock.CPU, Duration.ofSeconds(1), Duration.ofSeconds(1), evidence),
            Verdict.Killed(evidence),
        )
        assertThat(verdicts.map { it.inWords() }).containsExactly(
            "fine", "signal 9", "more than 10MB of memory", "more than 1000 ms of CPU time", "killed by us",
        )
    }
}
