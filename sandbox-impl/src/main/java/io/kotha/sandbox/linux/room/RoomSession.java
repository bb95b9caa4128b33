package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.event.SandboxEvent.RoomClosed;
import io.kotha.sandbox.event.SandboxEvent.RoomClosed.Cause;
import io.kotha.sandbox.event.SandboxEvent.RoomOpened;
import io.kotha.sandbox.event.SandboxEvent.RoomReset;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.sys.DaemonThreads;
import io.kotha.sandbox.spi.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A room that lives, and each room that takes its place when it is reset. Thread-safe.
 *
 * <p>A reset does not clean: it ends the room, waits until no process of it is left, and goes on
 * with a new one. Whatever a program can have left in a namespace, a mount or a cgroup, the new
 * room does not have. From the first reset on, the next room is built ahead.
 */
public final class RoomSession implements RoomEntrance, AutoCloseable {

  private final Observers observers;
  private volatile SandboxSpec spec; // changed under the lock
  private final SpareRoom spare;

  /** Held for reading by each use of the room, and for writing while it is replaced or changed. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private volatile LivingRoom room; // changed under the lock
  private volatile boolean closed;
  private final IdleTimeout idle = new IdleTimeout(this::close);

  /** The room that is being replaced, or was last: its end is not that of the session. */
  private volatile @Nullable LivingRoom replaced;

  private final AtomicBoolean endReported = new AtomicBoolean();

  private RoomSession(Observers observers, SandboxSpec spec, SpareRoom spare, LivingRoom room) {
    this.observers = observers;
    this.spec = spec;
    this.spare = spare;
    this.room = room;
  }

  /**
   * Builds the room and copies the sandbox's files into it.
   *
   * @throws SandboxException if that fails; nothing of the room is left
   */
  public static RoomSession open(Observers observers, RoomBuilder builder, SandboxSpec spec)
      throws SandboxException {
    long began = System.nanoTime();
    LivingRoom room = filled(builder.open(spec), spec);
    RoomSession session = new RoomSession(observers, spec, new SpareRoom(builder, spec), room);
    observers.publish(new RoomOpened(room.id(), room.name(), since(began)));
    session.watch(room);
    return session;
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Reports the end of a room, unless it is being replaced. */
  private void watch(LivingRoom watched) {
    var unused =
        watched
            .gone()
            .thenRun(
                () -> {
                  if (watched != replaced) {
                    reportEnd(watched);
                  }
                });
  }

  private void reportEnd(LivingRoom ended) {
    if (!endReported.getAndSet(true)) {
      Cause cause = ended.wasClosed() ? Cause.CLOSED : Cause.DIED;
      observers.publish(new RoomClosed(ended.id(), ended.name(), cause));
    }
  }

  private static LivingRoom filled(LivingRoom room, SandboxSpec spec) throws SandboxException {
    boolean filled = false;
    try {
      room.copyIn(spec, spec.files().copyIns());
      filled = true;
      return room;
    } finally {
      if (!filled) {
        room.close();
      }
    }
  }

  @Override
  public RunningRoom enter(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    idle.begin();
    boolean running = false;
    try {
      RunningRoom program = use(current -> current.enter(request, preparation));
      running = true;
      var unused = program.room().ended().whenComplete((end, error) -> idle.end());
      return program;
    } finally {
      if (!running) {
        idle.end();
      }
    }
  }

  /** Returns the id of the room; a reset changes it. */
  public long id() {
    return room.id();
  }

  /** Returns the name that the caller gave the room. */
  public Optional<String> name() {
    return room.name();
  }

  /** An action on a room. */
  @FunctionalInterface
  public interface Use<T, E extends Exception> {
    /** Uses the room, which is not replaced meanwhile. */
    T of(LivingRoom room) throws E;
  }

  /** Uses the room. Waits for a reset that is under way. */
  public <T, E extends Exception> T use(Use<T, E> action) throws E {
    use.readLock().lock();
    try {
      return action.of(room);
    } finally {
      use.readLock().unlock();
    }
  }

  /** Returns the limits of the room, which are those of each program that gets no others. */
  public Limits limits() {
    return spec.limits();
  }

  /**
   * Changes the limits of the room, and of those that take its place. Waits for programs that are
   * being started, and for a reset.
   *
   * @throws IllegalStateException if the room has ended
   */
  public void update(Limits wanted, LivingRoom.LimitsChange change) throws SandboxException {
    use.writeLock().lock();
    try {
      room.update(wanted, change);
      spec = spec.limits(wanted);
      spare.replace(spec);
    } finally {
      use.writeLock().unlock();
    }
  }

  /** Copies files into the room; see {@link LivingRoom#copyIn}. */
  public void copyIn(List<CopyIn> files) throws SandboxException {
    idle.begin();
    try {
      use(
          current -> {
            current.copyIn(spec, files);
            return true;
          });
    } finally {
      idle.end();
    }
  }

  /**
   * Replaces the room. Programs that start meanwhile wait for the new one.
   *
   * @throws SandboxException if a process of the room does not end, or if no room can be built; the
   *     session is then closed
   * @throws IllegalStateException if the room has ended
   */
  public void reset() throws SandboxException {
    long began = System.nanoTime();
    idle.begin();
    use.writeLock().lock();
    LivingRoom before = room;
    boolean renewed = false;
    try {
      before.requireOpen();
      replaced = before;
      before.closeAndAwait();
      LivingRoom next = filled(spare.take(), spec);
      room = next;
      spare.prepare();
      renewed = true;
      observers.publish(new RoomReset(next.id(), before.id(), next.name(), since(began)));
      watch(next);
    } finally {
      if (!renewed || closed) {
        close();
      }
      if (!renewed && replaced == before) {
        replaced = null;
        watch(before); // its end is now that of the session
      }
      use.writeLock().unlock();
      idle.end();
    }
  }

  /**
   * Closes the room once it was not used for a time.
   *
   * @throws IllegalStateException if the room has ended
   */
  public void closeWhenIdle(Duration time) {
    DaemonThreads.startSharedTimer();
    use(
        current -> {
          current.requireOpen();
          idle.set(time);
          return true;
        });
  }

  /** Returns whether programs can be started. */
  public boolean isOpen() {
    return !closed && room.isOpen();
  }

  @Override
  public void close() {
    closed = true;
    idle.cancel();
    spare.close();
    room.close();
  }
}
