package io.kotha.examples.scala

import io.kotha.sandbox.stats.Evidence
import io.kotha.sandbox.MemorySize
import io.kotha.sandbox.Verdict
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class ScalaTest:

  @Test
  def sizeExtensionsConvertUnits(): Unit =
    assertEquals(MemorySize.MB(10), 10.mb)
    assertEquals(List(MemorySize.KB(1), MemorySize.GB(1), MemorySize.MiB(1)), List(1.kb, 1.gb, 1.mib))

  @Test
  def everyVerdictHasADescription(): Unit =
    assertEquals("fine", Verdict.Exited(0, Evidence.NONE).inWords)
    assertEquals("exit status 3", Verdict.Exited(3, Evidence.NONE).inWords)
    assertEquals("more than 10MB of memory", Verdict.MemoryExceeded(10.mb, Evidence.NONE).inWords)
    assertEquals("lost", Verdict.Lost(Evidence.NONE).inWords)
