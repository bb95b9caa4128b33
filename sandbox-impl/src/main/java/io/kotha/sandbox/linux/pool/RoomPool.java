package io.kotha.sandbox.linux.pool;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxTemplate;
import io.kotha.sandbox.linux.process.Launcher;
import io.kotha.sandbox.linux.room.ParkedRoom;
import io.kotha.sandbox.linux.room.Room;
import io.kotha.sandbox.linux.room.RoomBuilder;
import io.kotha.sandbox.linux.room.RoomContext;
import io.kotha.sandbox.linux.room.RoomEntrance;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.RunningRoom;
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
 * Rooms of one sandbox, made ahead. Each is entered once; those that were entered, or that died,
 * are replaced on the common pool.
 *
 * <p>A room that is still being built is entered all the same where none waits: it is ahead of one
 * that would only now be begun.
 */
public final class RoomPool implements SandboxPool, RoomEntrance {

  private static final Logger LOG = LoggerFactory.getLogger(RoomPool.class);

  /**
   * The common pool, which a future does not take where it has one thread: it starts a new thread
   * each time instead, even if it is handed the pool itself.
   */
  private static final Executor WORK = task -> ForkJoinPool.commonPool().execute(task);

  /** For how long a program has the processors to itself before the room it took is replaced. */
  private static final long PAUSE_MILLIS = 10;

  private final RoomContext context;
  private final RoomBuilder builder;
  private final PoolTemplate template;
  private final Duration idleTimeout;
  private final RoomStock stock;
  private final Launcher launcher;

  private RoomPool(
      RoomContext context, RoomBuilder builder, PoolTemplate template, PoolSettings settings) {
    this.context = context;
    this.builder = builder;
    this.template = template;
    this.idleTimeout = settings.idleTimeout();
    this.stock = new RoomStock(settings);
    this.launcher = new Launcher(context, template.spec(), this);
  }

  /** Builds the first room, whose failure is the pool's, and goes on in the background. */
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
    template.require(sandbox.spec());
    return new Launcher(context, sandbox.spec(), this);
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
    Optional<ParkedRoom> room = stock.take();
    for (; room.isPresent(); room = stock.takeAnother()) {
      try {
        return room.get().enter(request, preparation);
      } catch (StaleRoomException e) {
        if (!request.isRepeatable()) {
          throw e.reason();
        }
      }
    }
    return builder.start(request, preparation);
  }

  // ---- replacing ----

  /**
   * Off the way of a short program: it would share a processor, and the zygote, with the building.
   * One timer is enough for all that begin in the same pause, and to set one wakes a thread.
   */
  private void refillAfter(Room room) {
    var unused = room.ended().thenRun(this::refillSoon);
    if (stock.beginPause()) {
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, WORK)
          .execute(
              () -> {
                stock.endPause();
                refill();
              });
    }
  }

  private void refillSoon() {
    WORK.execute(this::refill);
  }

  /**
   * Asks for as many as may be built at once; each goes on when it is there. A failure ends it
   * until a room is next taken, and is told to whoever then finds none: he starts one himself.
   */
  private void refill() {
    while (stock.reserve()) {
      try {
        admit(builder.ask(template.spec()));
      } catch (SandboxException e) {
        notBuilt(e);
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
    var unusedReady = room.ready().thenRun(this::built);
    var unusedGone = room.gone().thenRunAsync(() -> gone(room), WORK);
  }

  /** On the event thread: no other is woken for nothing. */
  private void built() {
    if (stock.wasBuilt()) {
      refillSoon();
    }
  }

  private void notBuilt(SandboxException reason) {
    LOG.debug("a room cannot be made ahead", reason);
    stock.wasNotBuilt(reason);
  }

  private void gone(ParkedRoom room) {
    if (!stock.drop(room)) {
      return;
    }
    try {
      room.awaitReady();
      refill();
    } catch (SandboxException e) {
      notBuilt(e);
    }
  }

  // ---- letting go ----

  private void watchIdleness() {
    if (stock.beginPeriod()) {
      long nanos = TimeUnit.NANOSECONDS.convert(idleTimeout); // for ever, if it does not fit
      CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS)
          .execute(
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
