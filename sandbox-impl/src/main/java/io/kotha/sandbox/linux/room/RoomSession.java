package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A room that lives, and each room that takes its place when it is reset. Thread-safe.
 *
 * <p>A reset does not clean: it ends the room, waits until no process of it is left, and goes on
 * with a new one. Whatever a program can have left in a namespace, a mount or a cgroup, the new
 * room does not have. From the first reset on, the next room is built ahead.
 */
public final class RoomSession implements RoomEntrance, AutoCloseable {

  private final SandboxSpec spec;
  private final SpareRoom spare;

  /** Held for reading by each use of the room, and for writing while it is replaced. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private volatile LivingRoom room; // changed under the lock
  private volatile boolean closed;

  private RoomSession(SandboxSpec spec, SpareRoom spare, LivingRoom room) {
    this.spec = spec;
    this.spare = spare;
    this.room = room;
  }

  /**
   * Builds the room and copies the sandbox's files into it.
   *
   * @throws SandboxException if that fails; nothing of the room is left
   */
  public static RoomSession open(RoomBuilder builder, SandboxSpec spec) throws SandboxException {
    return new RoomSession(spec, new SpareRoom(builder, spec), filled(builder.open(spec), spec));
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
    use.readLock().lock();
    try {
      return room.enter(request, preparation);
    } finally {
      use.readLock().unlock();
    }
  }

  /** Copies files into the room; see {@link LivingRoom#copyIn}. */
  public void copyIn(List<CopyIn> files) throws SandboxException {
    use.readLock().lock();
    try {
      room.copyIn(spec, files);
    } finally {
      use.readLock().unlock();
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
    use.writeLock().lock();
    boolean renewed = false;
    try {
      room.requireOpen();
      room.closeAndAwait();
      room = filled(spare.take(), spec);
      spare.prepare();
      renewed = true;
    } finally {
      if (!renewed || closed) {
        close();
      }
      use.writeLock().unlock();
    }
  }

  /** Returns whether programs can be started. */
  public boolean isOpen() {
    return !closed && room.isOpen();
  }

  @Override
  public void close() {
    closed = true;
    spare.close();
    room.close();
  }
}
