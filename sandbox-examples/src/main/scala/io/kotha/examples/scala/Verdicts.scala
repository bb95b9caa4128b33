package io.kotha.examples.scala

import io.kotha.sandbox.Verdict

/** Describes a verdict. */
extension (verdict: Verdict)
  def inWords: String = verdict match
    case e: Verdict.Exited => if e.code == 0 then "fine" else s"exit status ${e.code}"
    case s: Verdict.Signaled => s"signal ${s.signal}"
    case m: Verdict.MemoryExceeded => s"more than ${m.limit} of memory"
    case t: Verdict.TimeExceeded => s"more than ${t.limit.toMillis} ms of ${t.clock} time"
    case o: Verdict.OutputExceeded => s"more than ${o.limit} of output"
    case d: Verdict.SyscallDenied => s"forbidden system call ${d.syscall}"
    case p: Verdict.ProcessesExceeded => s"more than ${p.limit} processes"
    case l: Verdict.LimitTooSmall => s"${l.limit} is too small to start"
    case _: Verdict.Killed => "killed by us"
    case _: Verdict.Lost => "lost"
