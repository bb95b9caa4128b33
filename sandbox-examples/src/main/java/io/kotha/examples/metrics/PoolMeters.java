package io.kotha.examples.metrics;

import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.stats.PoolStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Gauges and counters of one pool. */
final class PoolMeters {

  private final MeterRegistry registry;
  private final SandboxPool pool;
  private final Tags tags;

  private PoolMeters(MeterRegistry registry, String name, SandboxPool pool) {
    this.registry = registry;
    this.pool = pool;
    this.tags = Tags.of("pool", name);
  }

  static List<Meter> register(MeterRegistry registry, String name, SandboxPool pool) {
    PoolMeters meters = new PoolMeters(registry, name, pool);
    return List.of(
        meters.gauge("kotha.pool.size", "Waiting rooms that the pool aims for", PoolStats::size),
        meters.gauge("kotha.pool.ready", "Rooms that wait for a command", PoolStats::ready),
        meters.gauge("kotha.pool.building", "Rooms that are being built", PoolStats::building),
        meters.starts("ready", PoolStats::warm),
        meters.starts("building", PoolStats::early),
        meters.starts("none", PoolStats::cold),
        meters.counter("kotha.pool.died", "Rooms that died while they waited", PoolStats::died),
        meters.counter("kotha.pool.failed", "Rooms that could not be built", PoolStats::failed));
  }

  private Meter gauge(String name, String description, ToDoubleFunction<PoolStats> figure) {
    return Gauge.builder(name, pool, p -> figure.applyAsDouble(p.stats()))
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private Meter starts(String room, ToDoubleFunction<PoolStats> figure) {
    return FunctionCounter.builder("kotha.pool.starts", pool, p -> figure.applyAsDouble(p.stats()))
        .description("Starts, by the room that they found in the pool")
        .tags(tags.and("room", room))
        .register(registry);
  }

  private Meter counter(String name, String description, ToDoubleFunction<PoolStats> figure) {
    return FunctionCounter.builder(name, pool, p -> figure.applyAsDouble(p.stats()))
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
