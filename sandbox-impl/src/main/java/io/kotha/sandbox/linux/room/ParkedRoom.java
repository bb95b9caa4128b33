package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.files.CopyInFiles;
import io.kotha.sandbox.linux.plan.Plan;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A room without a command: its payload waits for one behind every wall, or is still on its way
 * there. It is entered once; from then on a {@link Room} hears what becomes of it.
 */
public final class ParkedRoom implements RoomListener {

  private final RoomContext context;
  private final PlannedRoom planned;
  private final RoomSocket socket;
  private final CompletableFuture<ParkedRoom> ready = new CompletableFuture<>();

  /** The last word on it, to be said again to whoever enters too late. */
  private final CompletableFuture<Consumer<RoomListener>> end = new CompletableFuture<>();

  ParkedRoom(RoomContext context, PlannedRoom planned, RoomSocket socket) {
    this.context = context;
    this.planned = planned;
    this.socket = socket;
  }

  /**
   * Completes when the payload waits, or with what the room failed of; on the event thread: nothing
   * that takes time may run there.
   */
  public CompletableFuture<ParkedRoom> ready() {
    return ready;
  }

  /** What it is built from. */
  public Plan plan() {
    return planned.plan();
  }

  /** Whether the payload waits, or has waited. */
  public boolean wasReady() {
    return ready.isDone() && !ready.isCompletedExceptionally();
  }

  /** Completes, on the event thread, when the room is dead without having been entered. */
  public CompletableFuture<?> gone() {
    return end;
  }

  /** Waits until the payload waits. */
  public void awaitReady() throws SandboxException {
    try {
      ready.join();
    } catch (CompletionException e) {
      throw Room.reason(e);
    }
  }

  /**
   * Gives the payload its command and waits until its program runs.
   *
   * @throws StaleRoomException if the room was dead before it could take the command
   */
  public RunningRoom enter(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    Native kernel = context.kernel();
    StdioWiring wiring = null;
    boolean handedOver = false;
    try (socket;
        CopyInFiles copies = CopyInFiles.open(kernel, request.spec().files().copyIns())) {
      PlannedRoom entered = planned.as(request.spec(), context.host());
      wiring = StdioWiring.open(kernel, entered.plan(), context.host().isRoot(), request.command());
      RoomCompletion completion = new RoomCompletion(context, entered);
      DisturbanceWatch disturbances =
          new DisturbanceWatch(context.sampler(), entered.spec().limits().cpu());
      Room room = new Room(entered, request, completion, disturbances, context.supervision());
      preparation.prepare(room, wiring, completion);
      List<Integer> fds = new ArrayList<>(wiring.program());
      fds.addAll(copies.fds());
      boolean there = planned.zygote().handOver(planned.id(), this, room);
      handedOver = true;
      if (there) {
        send(entered, request, fds);
      } else {
        end.join().accept(room);
      }
      wiring.close();
      return new RunningRoom(room, awaitStart(room, there), wiring);
    } catch (IOException e) {
      if (wiring != null) {
        wiring.abandon();
      }
      if (!handedOver) {
        discard();
        end.join(); // what failed is over when its caller hears of it: a name is free again
      }
      throw e instanceof SandboxException sandbox
          ? sandbox
          : new SandboxException("the room cannot be entered: " + e.getMessage(), e);
    }
  }

  private void send(PlannedRoom entered, StartRequest request, List<Integer> fds)
      throws NativeException {
    try {
      byte[] words =
          CommandEncoder.encode(
              request.command(), request.spec().files().copyIns(), entered.plan());
      socket.send(words, fds, 3);
    } catch (NativeException e) {
      if (e.errno() != Errno.EPIPE && e.errno() != Errno.ECONNRESET) {
        throw e;
      }
      // Nobody is there to read it: what became of the room is about to be reported.
    }
  }

  private static int awaitStart(Room room, boolean there) throws SandboxException {
    try {
      return room.awaitStart();
    } catch (SandboxException e) {
      throw there && !room.neverRan() ? e : new StaleRoomException(e);
    }
  }

  /** Lets go of a room that nobody is to enter. */
  public void discard() {
    socket.close();
    planned.zygote().kill(planned.id()); // a stopped payload would not see the socket's end
  }

  // ---- the zygote's reports, on the event thread ----

  @Override
  public void parked() {
    ready.complete(this);
  }

  @Override
  public void started(int pid, List<Integer> fds) {
    fds.forEach(context.kernel()::close); // never: it has no command
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
    ended(errors().diedBeforeExec(report), listener -> listener.exited(report, List.of()));
  }

  @Override
  public void lost() {
    planned.leases().releaseLost();
    ended(Room.helperDied(), RoomListener::lost);
  }

  private void ended(SandboxException reason, Consumer<RoomListener> lastWord) {
    socket.close();
    end.complete(lastWord);
    ready.completeExceptionally(reason);
  }

  private SetupErrors errors() {
    return new SetupErrors(planned.spec(), planned.plan());
  }
}
