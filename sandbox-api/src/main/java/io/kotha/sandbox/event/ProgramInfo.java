package io.kotha.sandbox.event;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxEngine;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.stats.LiveRoom;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A program that was started, as events describe it. Its arguments, its environment and its data
 * are never part of an event. Immutable.
 *
 * @param id the {@link LiveRoom#id} under which {@link SandboxEngine#rooms} lists the program
 * @param room the id of the room in which it runs: that of a {@link SandboxRoom}, or of the program
 *     for which the room was built. The same as {@code id} for a program with a room of its own
 * @param name the name that {@link Sandbox#name} gave the room; empty if none
 * @param executable the first word of the command
 * @param pid the pid of the program on the host; empty if the program ended before it was known
 */
public record ProgramInfo(
    long id, long room, Optional<String> name, String executable, OptionalLong pid) {

  /** Requires every component. */
  public ProgramInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(executable, "executable");
    Objects.requireNonNull(pid, "pid");
  }
}
