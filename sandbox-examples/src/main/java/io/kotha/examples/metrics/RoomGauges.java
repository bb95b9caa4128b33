package io.kotha.examples.metrics;

import io.kotha.sandbox.SandboxEngine;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.stats.LiveRoom;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Gauges of the rooms that live. */
final class RoomGauges {

  private RoomGauges() {}

  static List<Meter> register(MeterRegistry registry) {
    return Stream.of(LiveRoom.Use.values()).map(use -> gauge(registry, use)).toList();
  }

  private static Meter gauge(MeterRegistry registry, LiveRoom.Use use) {
    return Gauge.builder("kotha.rooms", () -> count(use))
        .description("Rooms that have not ended")
        .tag("use", use.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private static double count(LiveRoom.Use use) {
    try {
      return SandboxEngine.rooms().stream().filter(room -> room.use() == use).count();
    } catch (SandboxException e) {
      return Double.NaN; // Micrometer's value for a gauge that cannot be read
    }
  }
}
