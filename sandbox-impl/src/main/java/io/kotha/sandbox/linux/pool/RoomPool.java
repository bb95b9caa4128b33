package io.kotha.sandbox.linux.pool;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxTemplate;
import io.kotha.sandbox.event.SandboxEvent.Origin;
import io.kotha.sandbox.linux.pool.RoomStock.Taken;
import io.kotha.sandbox.linux.process.Launcher;
import io.kotha.sandbox.linux.room.ParkedRoom;
import io.kotha.sandbox.linux.room.Room;
import io.kotha.sandbox.linux.room.RoomBuilder;
import io.kotha.sandbox.linux.room.RoomContext;
import io.kotha.sandbox.linux.room.RoomEntrance;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.StaleRoomException;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.spi.SandboxSpec;
import io.kotha.sandbox.stats.PoolStats;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms of one sandbox that are built before their commands are known. Each room is entered once.
 * Rooms that were entered or died are replaced on the common pool. Thread-safe.
 *
 * <p>If no room is ready, a start enters a room that is still being built: it will be ready sooner
 * than a new one.
 */
public final class RoomPool implements SandboxPool, RoomEntrance {

  private static final Logger LOG = LoggerFactory.getLogger(RoomPool.class);

  /**
   * Runs tasks on the common pool. A {@link CompletableFuture} would not: if the common pool has
   * one thread, it starts a new thread for each task, even if the pool is passed to it.
   */
  private static final Executor WORK = task -> ForkJoinPool.commonPool().execute(task);

  /** The delay before a room that was taken is replaced, so that its program runs undisturbed. */
  private static final long REFILL_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final RoomContext context;
  private final RoomBuilder builder;
  private final PoolTemplate template;
  private final Duration idleTimeout;
  private final RoomStock stock;
  private final Launcher launcher;
  private final Timers timers = new Timers();

  private RoomPool(
      RoomContext context, RoomBuilder builder, PoolTemplate template, PoolSettings settings) {
    this.context = context;
    this.builder = builder;
    this.template = template;
    this.idleTimeout = settings.idleTimeout();
    this.stock = new RoomStock(settings);
    this.launcher = new Launcher(context, template.spec(), this);
  }

  /**
   * Builds the first room and returns the pool, which builds the other rooms in the background.
   *
   * @throws SandboxException if the first room cannot be built
   */
  public static RoomPool open(
      RoomContext context, RoomBuilder builder, SandboxSpec spec, PoolSettings settings)
      throws SandboxException {
    ParkedRoom first = builder.park(spec);
    PoolTemplate template = new PoolTemplate(spec, first.plan(), context.host());
    RoomPool pool = new RoomPool(context, builder, template, settings);
    pool.admit(first);
    pool.refillSoon();
    pool.watchIdleness();
    return pool;
  }

  @Override
  public SandboxProcess start(Command command) throws SandboxException {
    return launcher.start(command);
  }

  @Override
  public SandboxProcess start(SandboxTemplate sandbox, Command command) throws SandboxException {
    return launcher(sandbox).start(command);
  }

  @Override
  public CompletableFuture<SandboxResult> runAsync(Command command) throws SandboxException {
    return launcher.run(command);
  }

  @Override
  public CompletableFuture<SandboxResult> runAsync(SandboxTemplate sandbox, Command command)
      throws SandboxException {
    return launcher(sandbox).run(command);
  }

  private Launcher launcher(SandboxTemplate sandbox) throws SandboxException {
    SandboxSpec spec = sandbox.spec(); // once: the caller's template may return another one next
    template.require(spec);
    return new Launcher(context, spec, this);
  }

  @Override
  public int size() {
    return stock.size();
  }

  @Override
  public int ready() {
    return stock.ready();
  }

  @Override
  public PoolStats stats() {
    return stock.stats();
  }

  @Override
  public void close() {
    timers.close();
    stock.close().forEach(ParkedRoom::discard);
  }

  // ---- taking ----

  @Override
  public RunningRoom enter(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    try {
      RunningRoom running = enterOne(request, preparation);
      refillAfter(running.room());
      return running;
    } catch (SandboxException e) {
      refillSoon();
      throw e;
    } finally {
      watchIdleness();
    }
  }

  private RunningRoom enterOne(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    Optional<Taken> taken = stock.take();
    for (; taken.isPresent(); taken = stock.takeAnother()) {
      try {
        return taken.get().room().enter(request, preparation).fromPool(taken.get().origin());
      } catch (StaleRoomException e) {
        if (!request.isRepeatable()) {
          throw e.reason();
        }
      }
    }
    return builder.start(request, preparation).fromPool(Origin.POOL_EMPTY);
  }

  // ---- refilling ----

  /**
   * Refills the pool when the program has ended, at the latest after a delay. Building a room at
   * once would compete with a short program for a CPU and for the zygote. One timer serves all
   * starts within the delay, because setting a timer wakes a thread.
   */
  private void refillAfter(Room room) {
    var unused = room.ended().thenRun(this::refillSoon);
    if (stock.beginDelay()) {
      timers.after(
          REFILL_DELAY_NANOS,
          () -> {
            stock.endDelay();
            refill();
          });
    }
  }

  private void refillSoon() {
    WORK.execute(this::refill);
  }

  /**
   * Starts as many builds as may run at a time; each starts the next when it is done. A failure
   * stops the refilling until the next start, which builds a room itself if none is ready, and so
   * throws the reason.
   */
  private void refill() {
    while (stock.reserve()) {
      try {
        admit(builder.request(template.spec()));
      } catch (SandboxException e) {
        buildFailed(e);
        return;
      } finally {
        stock.unreserve();
      }
    }
  }

  private void admit(ParkedRoom room) {
    if (!stock.add(room)) {
      room.discard();
      return;
    }
    watchBuilds();
    var unusedReady = room.ready().thenRun(this::built);
    var unusedGone = room.gone().thenRunAsync(() -> gone(room), WORK);
  }

  /** Runs on the event thread, and wakes another thread only if there is something to build. */
  private void built() {
    if (stock.wasBuilt()) {
      refillSoon();
    }
  }

  /**
   * Looks for builds that take too long, once in a set-up time while there are any. One timer
   * serves all builds, because setting a timer wakes a thread.
   */
  private void watchBuilds() {
    if (stock.beginWatch()) {
      long nanos = template.spec().limits().time().setup().toNanos();
      timers.after(
          nanos,
          () -> {
            stock.endWatch().forEach(ParkedRoom::killIfLate);
            watchBuilds();
          });
    }
  }

  private void buildFailed(SandboxException reason) {
    if (stock.wasNotBuilt(reason)) {
      LOG.debug("a room of a pool cannot be built", reason);
    }
  }

  private void gone(ParkedRoom room) {
    if (!stock.drop(room)) {
      return;
    }
    try {
      room.awaitReady();
      refill();
    } catch (SandboxException e) {
      buildFailed(e);
    }
  }

  // ---- shrinking ----

  private void watchIdleness() {
    if (stock.beginPeriod()) {
      long nanos = TimeUnit.NANOSECONDS.convert(idleTimeout); // Long.MAX_VALUE if it does not fit
      timers.after(
          nanos,
          () -> {
            stock.endPeriod().forEach(ParkedRoom::discard);
            watchIdleness();
          });
    }
  }

  @Override
  public String toString() {
    return "SandboxPool[" + ready() + " of " + size() + " ready]";
  }
}
