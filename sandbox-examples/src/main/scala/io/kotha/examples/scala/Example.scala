package io.kotha.examples.scala

import io.kotha.sandbox.Rootfs
import io.kotha.sandbox.Sandbox
import java.time.Duration
import scala.io.Source
import scala.util.Using

/** Runs a few programs, well-behaved and not, and prints the verdict of each. */
object Example:
  private val room = Sandbox.rootfs(Rootfs.host())
    .wallTime(Duration.ofSeconds(2))
    .output(100.kb)

  def main(args: Array[String]): Unit =
    val greeting = Using.resource(room.start("/bin/sh", "-c", "echo hello from $(hostname)")):
      program => Source.fromInputStream(program.getInputStream).mkString.trim
    println(greeting)

    val scripts = List("exit 0", "exit 3", "kill -TERM $$", "while :; do echo flood; done", "sleep 60")
    for script <- scripts do
      val result = room.run("/bin/sh", "-c", script)
      println(s"$script: ${result.verdict.inWords}")
