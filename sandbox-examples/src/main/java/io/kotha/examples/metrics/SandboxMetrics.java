package io.kotha.examples.metrics;

import io.kotha.sandbox.SandboxEngine;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.event.ListenerRegistration;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Binds the rooms, programs and pools of this class loader to registries of Micrometer. Safe for
 * use by many threads.
 *
 * <ul>
 *   <li>{@code kotha.start}: timer of starts, by {@code origin} of the room,
 *   <li>{@code kotha.start.failures}: counter of starts that failed, by {@code step},
 *   <li>{@code kotha.run}: timer of runs, by {@code verdict}; the wall time of each program,
 *   <li>{@code kotha.rooms}: gauge of the rooms that live, by {@code use},
 *   <li>{@code kotha.pool.size}, {@code .ready}, {@code .building}: gauges, by {@code pool},
 *   <li>{@code kotha.pool.starts}: counter, by {@code pool} and by the {@code room} that a start
 *       found; {@code kotha.pool.died} and {@code .failed}: counters, by {@code pool},
 *   <li>{@code kotha.events.dropped}: counter of events that are missing in these figures.
 * </ul>
 */
public final class SandboxMetrics implements MeterBinder, AutoCloseable {

  private final Map<String, SandboxPool> pools;
  private final List<Runnable> ends = new ArrayList<>(); // guarded by this

  /**
   * Makes a binder.
   *
   * @param pools the pools to watch, by the name that their meters have as a tag
   */
  public SandboxMetrics(Map<String, SandboxPool> pools) {
    this.pools = Map.copyOf(pools);
  }

  /**
   * Adds the meters to a registry. Programs that run already are timed, too.
   *
   * @throws IllegalStateException if no provider is on the class or module path
   */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    ListenerRegistration registration = listen(registry);
    List<Meter> references = new ArrayList<>();
    references.add(
        FunctionCounter.builder("kotha.events.dropped", registration, ListenerRegistration::dropped)
            .description("Events that are missing in the timers and counters")
            .register(registry));
    references.addAll(RoomGauges.register(registry));
    pools.forEach((name, pool) -> references.addAll(PoolMeters.register(registry, name, pool)));
    ends.add(registration::close);
    ends.add(() -> references.forEach(registry::remove));
  }

  private static ListenerRegistration listen(MeterRegistry registry) {
    try {
      return SandboxEngine.addListener(new ProgramMeters(registry));
    } catch (SandboxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Ends the metering. The timers and counters of programs then have every event that was not
   * dropped, and keep their values; the other meters, which refer to pools, are removed.
   */
  @Override
  public synchronized void close() {
    ends.forEach(Runnable::run);
    ends.clear();
  }
}
