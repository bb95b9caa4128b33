package io.kotha.sandbox.inspect;

import io.kotha.sandbox.SandboxRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A process of a room, as {@code ps(1)} shows it. Immutable: it describes a moment during {@link
 * SandboxRoom#processes}. A process with several threads is one process.
 *
 * <p>The process chooses its command and its arguments, so both are escaped: a backslash is
 * doubled, and a character that a terminal does not show appears as <code>&#92;u001b</code> and the
 * like.
 *
 * @param pid pid inside the room
 * @param hostPid pid in the pid namespace of the JVM, such as {@link Process#pid}
 * @param parent pid inside the room of the parent; 0 for the room's first process, and 1 if the
 *     parent has just ended
 * @param uid effective uid inside the room; a uid that is not mapped there is the overflow uid,
 *     65534 by default
 * @param command {@code comm} of {@code proc_pid_stat(5)}: at most 15 bytes, which the process may
 *     choose
 * @param arguments {@code argv} as {@code proc_pid_cmdline(5)} has it now: at most 4,096 bytes, of
 *     which the last argument may be cut; empty for a process without a command line
 * @param state state of its first thread
 * @param cpu user and system time of its threads, without its children; a multiple of 10 ms
 * @param residentBytes memory in use, also that shared with other processes: {@code VmRSS} of
 *     {@code proc_pid_status(5)}, which the kernel keeps inexactly, within some hundred kilobytes
 * @param start time of its start, in steps of 10 ms; moves when the host's clock is set
 */
public record RoomProcess(
    long pid,
    long hostPid,
    long parent,
    long uid,
    String command,
    List<String> arguments,
    State state,
    Duration cpu,
    long residentBytes,
    Instant start) {

  /** The state of a process. A process of a frozen room sleeps. */
  public enum State {
    /** Runs or waits for a processor; {@code R}. */
    RUNNING,
    /** Waits, and can be interrupted by a signal; {@code S}. */
    SLEEPING,
    /** Waits in the kernel, and cannot be interrupted; {@code D}. */
    BLOCKED,
    /** Is stopped by a signal or by a tracer; {@code T} or {@code t}. */
    STOPPED,
    /** Its first thread has ended, and another thread runs; {@code Z} or {@code X}. */
    ENDED,
    /** Any other state of the kernel. */
    OTHER
  }

  /** Copies the arguments. */
  public RoomProcess {
    Objects.requireNonNull(command, "command");
    arguments = List.copyOf(Objects.requireNonNull(arguments, "arguments"));
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(cpu, "cpu");
    Objects.requireNonNull(start, "start");
  }
}
