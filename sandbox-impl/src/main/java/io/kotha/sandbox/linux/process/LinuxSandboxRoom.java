package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.room.LivingRoom;
import io.kotha.sandbox.linux.room.RoomContext;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A room that lives, for callers. */
public final class LinuxSandboxRoom implements SandboxRoom {

  private final RoomContext context;
  private final SandboxSpec spec;
  private final LivingRoom room;

  private LinuxSandboxRoom(RoomContext context, SandboxSpec spec, LivingRoom room) {
    this.context = context;
    this.spec = spec;
    this.room = room;
  }

  /**
   * Copies the sandbox's files into a room.
   *
   * @param spec the sandbox that the room was opened from
   * @param room is closed if a file cannot be copied
   */
  public static LinuxSandboxRoom of(RoomContext context, SandboxSpec spec, LivingRoom room)
      throws SandboxException {
    boolean complete = false;
    try {
      room.copyIn(spec, spec.files().copyIns());
      complete = true;
    } finally {
      if (!complete) {
        room.close();
      }
    }
    SandboxSpec programs = spec.files(spec.files().copyIns(List.of()));
    return new LinuxSandboxRoom(context, programs, room);
  }

  @Override
  public void copyIn(CopyIn... files) throws SandboxException {
    room.copyIn(spec, List.of(files));
  }

  @Override
  public SandboxProcess start(Command command) throws SandboxException {
    return start(spec.limits(), command);
  }

  @Override
  public SandboxProcess start(Limits limits, Command command) throws SandboxException {
    Objects.requireNonNull(command, "command");
    return launcher(limits).start(command);
  }

  @Override
  public CompletableFuture<SandboxResult> runAsync(Command command) throws SandboxException {
    return runAsync(spec.limits(), command);
  }

  @Override
  public CompletableFuture<SandboxResult> runAsync(Limits limits, Command command)
      throws SandboxException {
    Objects.requireNonNull(command, "command");
    return launcher(limits).run(command);
  }

  private Launcher launcher(Limits limits) {
    return new Launcher(context, spec.limits(Objects.requireNonNull(limits, "limits")), room);
  }

  @Override
  public boolean isOpen() {
    return room.isOpen();
  }

  @Override
  public void close() {
    room.close();
  }

  @Override
  public String toString() {
    return "SandboxRoom[" + (isOpen() ? "open" : "ended") + "]";
  }
}
