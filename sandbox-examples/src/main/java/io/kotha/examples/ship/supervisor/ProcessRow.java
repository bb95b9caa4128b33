package io.kotha.examples.ship.supervisor;

import io.kotha.sandbox.inspect.RoomProcess;
import java.util.List;
import java.util.Locale;

/**
 * A process of a container, in the reply to {@link Request.Action#TOP}.
 *
 * @param pid pid in the container
 * @param hostPid pid on the host
 * @param parent pid of its parent in the container; 0 for its first process
 * @param uid uid in the container
 * @param state name of {@link RoomProcess.State}, in lower case
 * @param cpuMillis processor time of its threads
 * @param memoryBytes memory in use, also that shared with other processes
 * @param started the time of its start, ISO 8601 in UTC
 * @param command its name, which it may choose
 * @param arguments its arguments, which it may choose
 */
public record ProcessRow(
    long pid,
    long hostPid,
    long parent,
    long uid,
    String state,
    long cpuMillis,
    long memoryBytes,
    String started,
    String command,
    List<String> arguments) {

  static ProcessRow of(RoomProcess process) {
    return new ProcessRow(
        process.pid(),
        process.hostPid(),
        process.parent(),
        process.uid(),
        process.state().name().toLowerCase(Locale.ROOT),
        process.cpu().toMillis(),
        process.residentBytes(),
        process.start().toString(),
        process.command(),
        process.arguments());
  }
}
