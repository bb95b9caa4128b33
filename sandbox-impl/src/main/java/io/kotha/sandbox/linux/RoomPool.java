package io.kotha.sandbox.linux;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms of one sandbox, made ahead. Each is entered once; those that were entered, or that died,
 * are replaced on the common pool.
 *
 * <p>A room that is still being built is entered all the same where none waits: it is ahead of one
 * that would only now be begun.
 */
final class RoomPool implements SandboxPool, RoomSource {

  private static final Logger LOG = LoggerFactory.getLogger(RoomPool.class);

  /** How long a program runs at most before the room it took is replaced. */
  private static final long PAUSE_MILLIS = 10;

  /** How many are built at once: more would only keep the zygote from rooms that run. */
  private static final int AT_ONCE = 2;

  private final RoomStarter starter;
  private final SandboxSpec spec;
  private final int size;
  private final Launcher launcher;

  /** All that were not entered, the oldest first. */
  private final Deque<ParkedRoom> rooms = new ArrayDeque<>();

  /** How many are just being asked for. */
  private int asking;

  private boolean closed;

  private RoomPool(Engine engine, RoomStarter starter, SandboxSpec spec, int size) {
    this.starter = starter;
    this.spec = spec;
    this.size = size;
    this.launcher = new Launcher(engine, spec.limits().output(), this);
  }

  /** Builds the first room, whose failure is the pool's, and goes on in the background. */
  static RoomPool open(Engine engine, RoomStarter starter, SandboxSpec spec, int size)
      throws SandboxException {
    RoomPool pool = new RoomPool(engine, starter, spec, size);
    pool.admit(starter.park(spec));
    pool.refillSoon();
    return pool;
  }

  /** A pool for a single command. */
  static RunningRoom enterOnce(Engine engine, RoomStarter starter, SandboxSpec spec, Order order)
      throws SandboxException {
    RoomPool pool = open(engine, starter, spec, 1);
    try {
      return pool.enter(order);
    } finally {
      pool.close();
    }
  }

  @Override
  public SandboxProcess start(Command command) throws SandboxException {
    return launcher.start(command);
  }

  @Override
  public CompletableFuture<SandboxResult> runAsync(Command command) throws SandboxException {
    return launcher.run(command);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public synchronized int ready() {
    return (int) rooms.stream().filter(room -> room.wasReady() && !room.gone().isDone()).count();
  }

  @Override
  public void close() {
    remainder().forEach(ParkedRoom::discard);
  }

  private synchronized List<ParkedRoom> remainder() {
    closed = true;
    List<ParkedRoom> all = new ArrayList<>(rooms);
    rooms.clear();
    return all;
  }

  // ---- taking ----

  @Override
  public RunningRoom enter(Order order) throws SandboxException {
    try {
      RunningRoom running = enterOne(order);
      refillAfter(running.room());
      return running;
    } catch (SandboxException e) {
      refillSoon();
      throw e;
    }
  }

  private RunningRoom enterOne(Order order) throws SandboxException {
    for (Optional<ParkedRoom> room = take(); room.isPresent(); room = take()) {
      try {
        return room.get().enter(order);
      } catch (StaleRoomException e) {
        if (!order.isRepeatable()) {
          throw e.reason();
        }
      }
    }
    return starter.start(spec, order);
  }

  private synchronized Optional<ParkedRoom> take() {
    if (closed) {
      throw new IllegalStateException("the pool is closed");
    }
    rooms.removeIf(room -> room.gone().isDone());
    Optional<ParkedRoom> best =
        rooms.stream()
            .filter(ParkedRoom::wasReady)
            .findFirst()
            .or(() -> rooms.stream().findFirst());
    best.ifPresent(rooms::remove);
    return best;
  }

  // ---- replacing ----

  /**
   * Off the way of a short program: it would share a processor, and the zygote, with the building.
   */
  private void refillAfter(Room room) {
    var unused =
        room.ended()
            .<Object>thenApply(end -> end)
            .completeOnTimeout(this, PAUSE_MILLIS, TimeUnit.MILLISECONDS)
            .thenRunAsync(this::refill);
  }

  private void refillSoon() {
    ForkJoinPool.commonPool().execute(this::refill);
  }

  /**
   * Asks for as many as may be built at once; each goes on when it is there. A failure ends it
   * until a room is next taken, and is told to whoever then finds none: he starts one himself.
   */
  private void refill() {
    while (reserve()) {
      try {
        admit(starter.ask(spec));
      } catch (SandboxException e) {
        LOG.debug("a room cannot be made ahead", e);
        return;
      } finally {
        unreserve();
      }
    }
  }

  private synchronized boolean reserve() {
    long building = rooms.stream().filter(room -> !room.wasReady()).count() + asking;
    if (closed || rooms.size() + asking >= size || building >= AT_ONCE) {
      return false;
    }
    asking++;
    return true;
  }

  private synchronized void unreserve() {
    asking--;
  }

  private void admit(ParkedRoom room) {
    if (!add(room)) {
      room.discard();
      return;
    }
    var unusedReady = room.ready().thenRunAsync(this::refill);
    var unusedGone = room.gone().thenRunAsync(() -> dropped(room));
  }

  private synchronized boolean add(ParkedRoom room) {
    return !closed && rooms.add(room);
  }

  private void dropped(ParkedRoom room) {
    boolean mine;
    synchronized (this) {
      mine = rooms.remove(room);
    }
    if (mine && room.wasReady()) {
      refill();
    }
  }

  @Override
  public String toString() {
    return "SandboxPool[" + ready() + " of " + size + " ready]";
  }
}
