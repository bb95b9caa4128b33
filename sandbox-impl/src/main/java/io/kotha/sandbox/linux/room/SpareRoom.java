package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** The room that replaces another one, built in the background. Thread-safe. */
final class SpareRoom {

  private final RoomBuilder builder;
  private SandboxSpec spec; // guarded by this, as all that follow
  private @Nullable CompletableFuture<LivingRoom> next;
  private boolean closed;

  SpareRoom(RoomBuilder builder, SandboxSpec spec) {
    this.builder = builder;
    this.spec = spec;
  }

  /** Begins to build a room, unless two such rooms cannot exist at the same time. */
  synchronized void prepare() {
    boolean single =
        spec.placement().name() != null || spec.limits().cpu().cpus() instanceof CpuSet.WholeCores;
    if (single || closed || next != null) {
      return;
    }
    CompletableFuture<LivingRoom> future = new CompletableFuture<>();
    next = future;
    SandboxSpec wanted = spec;
    ForkJoinPool.commonPool().execute(() -> build(wanted, future));
  }

  private void build(SandboxSpec wanted, CompletableFuture<LivingRoom> future) {
    try {
      future.complete(builder.open(wanted));
    } catch (Throwable e) { // the owner of the future must hear of it
      future.completeExceptionally(e);
    }
  }

  /** Builds rooms of another sandbox from now on, in place of one that is ready. */
  void replace(SandboxSpec other) {
    Optional<CompletableFuture<LivingRoom>> old;
    synchronized (this) {
      spec = other;
      old = takeNext();
      if (old.isPresent()) {
        prepare();
      }
    }
    old.ifPresent(SpareRoom::closeWhenBuilt);
  }

  /** Waits for the room that is being built; builds one if there is none, or if it has died. */
  LivingRoom take() throws SandboxException {
    CompletableFuture<LivingRoom> future = takeNext().orElse(null);
    if (future != null) {
      try {
        LivingRoom room = future.get();
        if (room.isOpen()) {
          return room;
        }
        room.close();
      } catch (ExecutionException e) {
        // Built again below: it may succeed now, and if not, the caller gets an error of its own.
      } catch (InterruptedException e) {
        closeWhenBuilt(future);
        Thread.currentThread().interrupt();
      }
    }
    return builder.open(spec());
  }

  private synchronized SandboxSpec spec() {
    return spec;
  }

  private synchronized Optional<CompletableFuture<LivingRoom>> takeNext() {
    Optional<CompletableFuture<LivingRoom>> taken = Optional.ofNullable(next);
    next = null;
    return taken;
  }

  /** Closes the room, also one that is still being built. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    takeNext().ifPresent(SpareRoom::closeWhenBuilt);
  }

  private static void closeWhenBuilt(CompletableFuture<LivingRoom> future) {
    var unused = future.thenAccept(LivingRoom::close);
  }
}
