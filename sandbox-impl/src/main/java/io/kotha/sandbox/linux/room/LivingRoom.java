package io.kotha.sandbox.linux.room;

import com.google.common.util.concurrent.Uninterruptibles;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import io.kotha.sandbox.spi.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A room that lives until it is closed, and runs any number of programs. To the zygote each program
 * is a room of its own, in groups below those of this one, whose keeper forks it. Thread-safe.
 */
public final class LivingRoom implements RoomEntrance, AutoCloseable {

  private final RoomContext context;
  private final RoomPlanner planner;
  private final ParkedRoom host;
  private final CgroupBase groups;
  private final Set<Room> programs = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LivingRoom(RoomContext context, RoomPlanner planner, ParkedRoom host) {
    this.context = context;
    this.planner = planner;
    this.host = host;
    this.groups = RoomPlanner.groupsOf(host.planned());
  }

  /** Returns the id of the room, unique in its zygote. */
  long id() {
    return host.planned().id();
  }

  /** Returns the name that the caller gave the room. */
  Optional<String> name() {
    return host.name();
  }

  /** Returns the cgroups of the room, below which those of its programs are. */
  public CgroupPlan groups() {
    return host.plan().cgroups();
  }

  /**
   * Runs an action on the cgroups of the room and of its programs. Until the action has ended, no
   * other room can have these groups.
   *
   * @throws IllegalStateException if the room has ended
   */
  public <T, E extends Exception> T onGroups(GroupAction<T, E> action) throws E {
    requireOpen();
    return host.planned().leases().whileHeld(action).orElseThrow(LivingRoom::died);
  }

  @Override
  public RunningRoom enter(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    requireOpen();
    ParkedRoom program = request(request.spec());
    RunningRoom running;
    try {
      running = program.enter(request, preparation);
    } catch (StaleRoomException e) {
      throw e.reason();
    }
    Room room = running.room();
    programs.add(room);
    var unused = room.ended().thenRun(() -> programs.remove(room));
    if (closed) {
      room.kill(); // close() may not have seen it
    }
    return running;
  }

  private ParkedRoom request(SandboxSpec spec) throws SandboxException {
    PlannedRoom room = host.planned();
    PlannedRoom planned = planner.planProgram(room, groups, spec);
    return ParkedRoom.request(
        context,
        (entered, program) -> this,
        planned,
        (socket, program) -> {
          byte[] plan =
              PlanEncoder.encodeProgram(planned.id(), room.id(), planned.plan(), context.fault());
          planned.zygote().create(planned.id(), plan, List.of(), socket, program);
        });
  }

  /**
   * Copies files into the room, with the ids and the rights of its programs. Blocks until they are
   * there.
   *
   * @param spec the sandbox of the room
   * @throws SandboxException if one cannot be copied; those before it were
   */
  public void copyIn(SandboxSpec spec, List<CopyIn> copies) throws SandboxException {
    requireOpen();
    if (!copies.isEmpty()) {
      RoomCopy.run(context, request(spec.files(spec.files().copyIns(copies))), copies);
    }
  }

  /**
   * Requires that programs can be started.
   *
   * @throws IllegalStateException if the room has ended
   */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the room is closed: open another one");
    }
    if (!isOpen()) {
      throw died();
    }
  }

  private static IllegalStateException died() {
    return new IllegalStateException(
        "the room has ended because its first process was killed: open another one");
  }

  /** Returns whether the room was not closed and has not died. */
  public boolean isOpen() {
    return !closed && !host.gone().isDone();
  }

  /**
   * Kills all programs and then the room, and blocks until no process of it is left.
   *
   * @throws SetupTimeoutException if that takes longer than the set-up time
   */
  void closeAndAwait() throws SandboxException {
    close();
    Duration most = host.planned().spec().limits().time().setup();
    try {
      Uninterruptibles.getUninterruptibly(host.gone(), most);
    } catch (ExecutionException e) {
      throw new AssertionError("the end of a room is never exceptional", e);
    } catch (TimeoutException e) {
      throw new SetupTimeoutException(most);
    }
  }

  /** Kills all programs and then the room. Does nothing if it is closed. */
  @Override
  public void close() {
    closed = true;
    programs.forEach(Room::kill);
    host.discard();
  }
}
