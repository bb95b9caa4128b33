package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.inspect.ProcessNamespaces;
import io.kotha.sandbox.inspect.RoomProcess;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.room.RoomBuilder;
import io.kotha.sandbox.linux.room.RoomContext;
import io.kotha.sandbox.linux.room.RoomSession;
import io.kotha.sandbox.spi.SandboxSpec;
import io.kotha.sandbox.stats.RoomStats;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A room that lives, for callers. */
public final class LinuxSandboxRoom implements SandboxRoom {

  private final RoomContext context;
  private final SandboxSpec spec;
  private final RoomSession session;
  private final SessionControls controls;

  private LinuxSandboxRoom(RoomContext context, SandboxSpec spec, RoomSession session) {
    this.context = context;
    this.spec = spec;
    this.session = session;
    this.controls = new SessionControls(context.kernel(), session);
  }

  /**
   * Opens a room.
   *
   * @throws SandboxException if it cannot be built, or a file of the sandbox not be copied
   */
  public static LinuxSandboxRoom open(RoomContext context, RoomBuilder builder, SandboxSpec spec)
      throws SandboxException {
    RoomSession session = RoomSession.open(context.observers(), builder, spec);
    SandboxSpec programs =
        spec.files(spec.files().copyIns(List.of()))
            .placement(new SandboxSpec.Placement(null, spec.placement().cgroupParent()));
    return new LinuxSandboxRoom(context, programs, session);
  }

  @Override
  public long id() {
    return session.id();
  }

  @Override
  public Optional<String> name() {
    return session.name();
  }

  @Override
  public RoomStats stats() {
    return controls.stats();
  }

  @Override
  public void copyIn(CopyIn... files) throws SandboxException {
    session.copyIn(List.of(files));
  }

  @Override
  public Limits limits() {
    return session.limits();
  }

  @Override
  public void update(Limits limits) throws SandboxException {
    controls.update(Objects.requireNonNull(limits, "limits"));
  }

  @Override
  public SandboxProcess start(Command command) throws SandboxException {
    return start(session.limits(), command);
  }

  @Override
  public SandboxProcess start(Limits limits, Command command) throws SandboxException {
    Objects.requireNonNull(command, "command");
    return launcher(limits).start(command);
  }

  @Override
  public CompletableFuture<SandboxResult> runAsync(Command command) throws SandboxException {
    return runAsync(session.limits(), command);
  }

  @Override
  public CompletableFuture<SandboxResult> runAsync(Limits limits, Command command)
      throws SandboxException {
    Objects.requireNonNull(command, "command");
    return launcher(limits).run(command);
  }

  private Launcher launcher(Limits limits) {
    return new Launcher(context, spec.limits(Objects.requireNonNull(limits, "limits")), session);
  }

  @Override
  public List<RoomProcess> processes() throws SandboxException {
    return controls.processes();
  }

  @Override
  public ProcessNamespaces namespaces() throws SandboxException {
    return controls.namespaces();
  }

  @Override
  public void freeze() throws SandboxException {
    controls.freeze();
  }

  @Override
  public void thaw() throws SandboxException {
    controls.thaw();
  }

  @Override
  public void signal(int number) throws SandboxException {
    LinuxSandboxProcess.requireSignal(number);
    controls.signal(number);
  }

  @Override
  public void reset() throws SandboxException {
    session.reset();
  }

  @Override
  public void closeWhenIdle(Duration time) {
    if (Objects.requireNonNull(time, "time").isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time must be more than 0, not " + time);
    }
    session.closeWhenIdle(time);
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public String toString() {
    return "SandboxRoom[id=" + id() + ", " + (isOpen() ? "open" : "ended") + "]";
  }
}
