package io.kotha.examples.kotlin

import io.kotha.sandbox.Verdict

/** Describes a verdict. The `when` has no `else`: a new kind of verdict would not compile. */
fun Verdict.inWords(): String = when (this) {
    is Verdict.Exited -> if (code() == 0) "fine" else "exit status ${code()}"
    is Verdict.Signaled -> "signal ${signal()}"
    is Verdict.MemoryExceeded -> "more than ${limit()} of memory"
    is Verdict.TimeExceeded -> "more than ${limit().toMillis()} ms of ${clock()} time"
    is Verdict.OutputExceeded -> "more than ${limit()} of output"
    is Verdict.SyscallDenied -> "forbidden system call ${syscall()}"
    is Verdict.ProcessesExceeded -> "more than ${limit()} processes"
    is Verdict.LimitTooSmall -> "${limit()} is too small to start"
    is Verdict.Killed -> "killed by us"
    is Verdict.Lost -> "lost"
}
