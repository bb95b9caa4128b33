package io.kotha.sandbox.linux.room;

import com.google.common.util.concurrent.Uninterruptibles;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.linux.files.CopyInFiles;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.stdio.StdioWiring;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.verdict.DisturbanceWatch;
import io.kotha.sandbox.linux.verdict.SetupErrors;
import io.kotha.sandbox.linux.wire.CommandEncoder;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.zygote.RoomListener;
import io.kotha.sandbox.linux.zygote.RoomSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A room without a command. Its payload is isolated and waits, or is still being isolated. It is
 * entered once; from then on a {@link Room} receives the zygote's reports. Thread-safe.
 */
public final class ParkedRoom implements RoomListener {

  private final RoomContext context;
  private final Neighbours neighbours;
  private final PlannedRoom planned;
  private final RoomSocket socket;
  private final CompletableFuture<ParkedRoom> ready = new CompletableFuture<>();

  /** The last report about the room, which is repeated to a {@link Room} that enters too late. */
  private final CompletableFuture<Consumer<RoomListener>> lastReport = new CompletableFuture<>();

  private final long requested = System.nanoTime();

  /** Set when the room is killed because building it takes too long. */
  private volatile boolean late;

  private ParkedRoom(
      RoomContext context, Neighbours neighbours, PlannedRoom planned, RoomSocket socket) {
    this.context = context;
    this.neighbours = neighbours;
    this.planned = planned;
    this.socket = socket;
  }

  /** Starts further programs in a room that was entered. */
  interface Neighbours {
    /** Returns the entrance of the room for them. */
    RoomEntrance of(PlannedRoom planned, Room room);
  }

  /** Sends the request for a room to its zygote. */
  interface Sending {
    /** Sends the request. */
    void send(RoomSocket socket, ParkedRoom room) throws IOException;
  }

  /**
   * Requests a planned room; {@code neighbours} starts further programs in it. If anything fails,
   * nothing of the room is left and nothing is leased.
   *
   * @throws SandboxException if the request cannot be sent
   */
  static ParkedRoom request(
      RoomContext context, Neighbours neighbours, PlannedRoom planned, Sending sending)
      throws SandboxException {
    RoomSocket socket = null;
    boolean requested = false;
    try {
      socket = RoomSocket.open(context.kernel());
      ParkedRoom room = new ParkedRoom(context, neighbours, planned, socket);
      sending.send(socket, room);
      requested = true;
      return room;
    } catch (IOException e) {
      throw e instanceof SandboxException sandbox
          ? sandbox
          : new SandboxException("the room cannot be requested: " + e.getMessage(), e);
    } finally {
      if (!requested) {
        if (socket != null) {
          socket.close();
        }
        planned.leases().release();
      }
    }
  }

  /**
   * Returns a future that completes when the payload waits for its command, or exceptionally when
   * the room has failed. It completes on the event thread, so no dependent action may block.
   */
  public CompletableFuture<ParkedRoom> ready() {
    return ready;
  }

  /** Returns the name that the caller gave the room. */
  public Optional<String> name() {
    return Optional.ofNullable(planned.spec().placement().name());
  }

  /** Returns whether the room lives until it is closed. */
  public boolean lives() {
    return planned.plan().flags().contains(Plan.Flag.LIVING);
  }

  /** Returns the plan of the room. */
  public Plan plan() {
    return planned.plan();
  }

  PlannedRoom planned() {
    return planned;
  }

  /** Returns whether the payload has begun to wait. The room may have died since. */
  public boolean wasReady() {
    return ready.isDone() && !ready.isCompletedExceptionally();
  }

  /**
   * Returns a future that completes, on the event thread, when the room has died without having
   * been entered.
   */
  public CompletableFuture<?> gone() {
    return lastReport;
  }

  /**
   * Blocks until the payload waits for its command.
   *
   * @throws SetupTimeoutException if that takes longer than the set-up time; the room is killed
   * @throws SandboxException if the room cannot be built or has died
   */
  public void awaitReady() throws SandboxException {
    try {
      Uninterruptibles.getUninterruptibly(ready, setupTime());
    } catch (ExecutionException e) {
      throw Room.reason(e);
    } catch (TimeoutException e) {
      discard();
      Room.awaitEnd(lastReport);
      throw new SetupTimeoutException(setupTime());
    }
  }

  /** Kills the room if its payload has not waited for its command within the set-up time. */
  public void killIfLate() {
    if (!ready.isDone() && System.nanoTime() - requested >= setupTime().toNanos()) {
      late = true;
      discard();
    }
  }

  private Duration setupTime() {
    return planned.spec().limits().time().setup();
  }

  /**
   * Sends the payload its command and blocks until its program runs.
   *
   * @param preparation runs once the descriptors of the program exist
   * @throws StaleRoomException if the room died before it took the command
   * @throws SandboxException if the program cannot be started
   */
  public RunningRoom enter(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    Native kernel = context.kernel();
    StdioWiring wiring = null;
    RoomCompletion completion = null;
    Room entered = null;
    boolean running = false;
    try (socket;
        CopyInFiles copies = CopyInFiles.open(kernel, request.spec().files().copyIns())) {
      PlannedRoom adjusted = planned.as(request.spec(), context.host());
      byte[] command =
          CommandEncoder.encode(
              request.command(), request.spec().files().copyIns(), adjusted.plan());
      wiring =
          StdioWiring.open(
              kernel,
              context.inherited(),
              adjusted.plan(),
              context.host().isRoot(),
              request.command());
      completion = new RoomCompletion(context, adjusted, wiring);
      DisturbanceWatch disturbances =
          new DisturbanceWatch(context.sampler(), adjusted.spec().limits().cpu());
      ProgramReports reports =
          new ProgramReports(context.observers(), adjusted, request.command().argv().get(0));
      Room room =
          new Room(adjusted, request, completion, disturbances, context.supervision(), reports);
      wiring.killedBy(room::kill);
      preparation.prepare(room, wiring, completion);
      List<Integer> fds = new ArrayList<>(wiring.program());
      fds.addAll(copies.fds());
      entered = room;
      boolean alive = deliver(command, fds, room);
      wiring.close();
      RunningRoom result =
          new RunningRoom(
              room,
              awaitStart(room, alive),
              wiring,
              neighbours.of(adjusted, room),
              Optional.empty());
      running = true;
      return result;
    } catch (IOException e) {
      throw e instanceof SandboxException sandbox
          ? sandbox
          : new SandboxException("the command cannot be sent to its room: " + e.getMessage(), e);
    } finally {
      if (!running) {
        giveUp(wiring, completion, entered);
      }
    }
  }

  /**
   * Ends the room of a start that has failed, for whatever reason: its caller has no handle of it.
   *
   * @param entered the room that has received the command, if it went that far
   */
  private void giveUp(
      @Nullable StdioWiring wiring, @Nullable RoomCompletion completion, @Nullable Room entered) {
    if (wiring != null) {
      wiring.abandon();
    }
    if (entered != null) {
      entered.kill();
      return;
    }
    if (completion != null) {
      completion.closeStreams();
    }
    discard();
    Room.awaitEnd(lastReport); // when the caller sees the failure, the name is free in most cases
  }

  /**
   * Sends the payload its command. The zygote's reports about the room go to the listener from now
   * on.
   *
   * @return false if the room has died before; the listener knows
   */
  boolean deliver(byte[] command, List<Integer> fds, RoomListener listener) throws NativeException {
    boolean alive = planned.zygote().replaceListener(planned.id(), this, listener);
    if (alive) {
      send(command, fds);
    } else {
      lastReport.join().accept(listener);
    }
    return alive;
  }

  private void send(byte[] command, List<Integer> fds) throws NativeException {
    try {
      socket.send(command, fds, 3);
    } catch (NativeException e) {
      if (e.errno() != Errno.EPIPE && e.errno() != Errno.ECONNRESET) {
        throw e;
      }
      // The payload is dead: the zygote is about to report why.
    }
  }

  private static int awaitStart(Room room, boolean alive) throws SandboxException {
    try {
      return room.awaitStart();
    } catch (SandboxException e) {
      throw alive && !room.neverRan() ? e : new StaleRoomException(e);
    }
  }

  /** Kills a room that is not going to be entered. */
  public void discard() {
    socket.close();
    planned.zygote().kill(planned.id()); // a stopped payload would not see the end of the socket
  }

  // ---- the zygote's reports, on the event thread ----

  @Override
  public void parked() {
    ready.complete(this);
  }

  @Override
  public void started(int pid, List<Integer> fds) {
    fds.forEach(context.kernel()::close); // unreachable: the room has no command
  }

  @Override
  public void failed(Report.Failed report) {
    planned.leases().release();
    ended(errors().of(report), listener -> listener.failed(report));
  }

  @Override
  public void exited(Report.Exited report, List<Integer> fds) {
    fds.forEach(context.kernel()::close);
    planned.leases().release();
    ended(
        late ? new SetupTimeoutException(setupTime()) : errors().diedBeforeExec(report),
        listener -> listener.exited(report, List.of()));
  }

  @Override
  public void lost() {
    try {
      planned.leases().releaseLost();
    } finally {
      ended(Room.zygoteDied(), RoomListener::lost);
    }
  }

  private void ended(SandboxException reason, Consumer<RoomListener> report) {
    socket.close();
    lastReport.complete(report);
    ready.completeExceptionally(reason);
  }

  private SetupErrors errors() {
    return new SetupErrors(planned.spec(), planned.plan());
  }
}
