package io.kotha.sandbox.linux.room;

import com.google.common.util.concurrent.Uninterruptibles;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import io.kotha.sandbox.spi.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A room that lives until it is closed, and runs any number of programs. To the zygote each program
 * is a room of its own, in groups below those of this one, whose keeper forks it. Thread-safe.
 */
public final class LivingRoom implements RoomEntrance, AutoCloseable {

  private final RoomContext context;
  private final RoomPlanner planner;
  private final ParkedRoom host;

  /** The room with the limits that it has now. */
  private volatile PlannedRoom planned;

  private final CgroupBase groups;
  private final Set<Room> programs = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Held for reading by each start of a program, and for writing by a change of all programs. */
  private final ReadWriteLock starts = new ReentrantReadWriteLock();

  private boolean frozen; // guarded by starts

  LivingRoom(RoomContext context, RoomPlanner planner, ParkedRoom host) {
    this.context = context;
    this.planner = planner;
    this.host = host;
    this.planned = host.planned();
    this.groups = RoomPlanner.groupsOf(host.planned());
  }

  /** Returns the id of the room, unique in its zygote. */
  long id() {
    return planned.id();
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
    return planned.leases().whileHeld(action).orElseThrow(LivingRoom::died);
  }

  @Override
  public RunningRoom enter(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    starts.readLock().lock();
    try {
      requireRunning();
      return start(request, preparation);
    } finally {
      starts.readLock().unlock();
    }
  }

  private RunningRoom start(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
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
    PlannedRoom room = planned;
    PlannedRoom own = planner.planProgram(room, groups, spec);
    return ParkedRoom.request(
        context,
        (entered, program) -> this,
        own,
        (socket, program) -> {
          byte[] plan = PlanEncoder.encodeProgram(own.id(), room.id(), own.plan(), context.fault());
          own.zygote().create(own.id(), plan, List.of(), socket, program);
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
    starts.readLock().lock();
    try {
      requireRunning();
      if (!copies.isEmpty()) {
        RoomCopy.run(context, request(spec.files(spec.files().copyIns(copies))), copies);
      }
    } finally {
      starts.readLock().unlock();
    }
  }

  /** Returns the limits of the room. */
  Limits limits() {
    return planned.spec().limits();
  }

  /** A change of the limits of a room. */
  @FunctionalInterface
  public interface LimitsChange {
    /** Changes the groups of the room; if it throws, they are as before. */
    void apply(LivingRoom room, Limits now) throws SandboxException;
  }

  /**
   * Changes the limits of the room. Programs that start later get groups within the new ones.
   *
   * @throws IllegalStateException if the room has ended
   */
  void update(Limits wanted, LimitsChange change) throws SandboxException {
    starts.writeLock().lock(); // a program that starts meanwhile would be planned within the old
    try {
      requireOpen();
      change.apply(this, limits());
      planned = planned.limits(wanted);
    } finally {
      starts.writeLock().unlock();
    }
  }

  /** Requires a room in which a process can start, and end. */
  private void requireRunning() {
    requireOpen();
    if (frozen) {
      throw new IllegalStateException("the room is frozen: thaw it first");
    }
  }

  /** An action on the cgroups of all programs. */
  @FunctionalInterface
  public interface ProgramsAction {
    /** Acts on the groups of each program. */
    void on(List<CgroupPlan> programs) throws SandboxException;
  }

  /**
   * Runs an action that freezes all programs. If it succeeds, no program can start until {@link
   * #thaw}.
   *
   * @throws IllegalStateException if the room has ended
   */
  public void freeze(ProgramsAction action) throws SandboxException {
    starts.writeLock().lock(); // a program that starts meanwhile would be missed
    try {
      frozen = false;
      onPrograms(action);
      frozen = true;
    } finally {
      starts.writeLock().unlock();
    }
  }

  /**
   * Runs an action that thaws all programs.
   *
   * @throws IllegalStateException if the room has ended
   */
  public void thaw(ProgramsAction action) throws SandboxException {
    starts.writeLock().lock();
    try {
      onPrograms(action);
      frozen = false;
    } finally {
      starts.writeLock().unlock();
    }
  }

  /**
   * Runs an action on all programs that have started.
   *
   * @throws IllegalStateException if the room has ended
   */
  public void onPrograms(ProgramsAction action) throws SandboxException {
    onGroups(
        () -> {
          action.on(programs.stream().map(program -> program.plan().cgroups()).toList());
          return true;
        });
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

  /** Returns whether the room ends, or has ended, because it or the engine was closed. */
  boolean wasClosed() {
    return closed || host.planned().zygote().closes();
  }

  /** Returns a future that completes, on the event thread, when no process of the room is left. */
  CompletableFuture<?> gone() {
    return host.gone();
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
    Duration most = planned.spec().limits().time().setup();
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
