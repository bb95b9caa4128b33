package io.kotha.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.stats.PoolStats;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The meters of real rooms. */
@Timeout(120)
class SandboxMetricsIT {

  private final Sandbox sandbox = Sandbox.rootfs(Rootfs.host()).wallTime(Duration.ofSeconds(60));
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void roomsProgramsAndPoolsAreMetered() throws Exception {
    try (SandboxPool pool = sandbox.pool(PoolSettings.of(1));
        SandboxMetrics metrics = new SandboxMetrics(Map.of("mine", pool))) {
      metrics.bindTo(registry);
      Awaitility.await().until(() -> gauge("kotha.pool.ready") == 1);
      assertThat(gauge("kotha.pool.size")).isEqualTo(1);
      assertThat(rooms("waiting")).isPositive();
      try (SandboxProcess process = sandbox.start("/bin/sleep", "100")) {
        assertThat(rooms("program")).isPositive();
        process.destroyForcibly().waitFor();
      }
      assertThat(pool.run("/bin/true").verdict().isSuccess()).isTrue();
      assertThatThrownBy(() -> pool.run("/no/such")).isInstanceOf(SetupException.class);
      PoolStats stats = pool.stats();
      assertThat(starts("ready")).isEqualTo(stats.warm()).isPositive();
      assertThat(starts("building") + starts("none")).isEqualTo(stats.early() + stats.cold());
      assertThat(gauge("kotha.pool.failed")).isZero();
      assertThat(gauge("kotha.events.dropped")).isZero();
    }
    assertThat(registry.get("kotha.run").tag("verdict", "Killed").timer().count()).isEqualTo(1);
    assertThat(registry.get("kotha.run").tag("verdict", "Exited").timer().count()).isEqualTo(1);
    assertThat(registry.get("kotha.start").tag("origin", "new").timer().count()).isEqualTo(1);
    assertThat(registry.get("kotha.start.failures").tag("step", "exec").counter().count())
        .isEqualTo(1);
    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getName())
        .doesNotContain("kotha.pool.ready", "kotha.rooms", "kotha.events.dropped");
  }

  private double gauge(String name) {
    return value(registry.get(name).meter());
  }

  private double rooms(String use) {
    return registry.get("kotha.rooms").tag("use", use).gauge().value();
  }

  private double starts(String room) {
    return value(registry.get("kotha.pool.starts").tags("pool", "mine", "room", room).meter());
  }

  private static double value(Meter meter) {
    return meter.measure().iterator().next().getValue();
  }
}
