package io.kotha.examples.metrics;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.event.SandboxEvent;
import io.kotha.sandbox.event.SandboxEvent.ProgramEnded;
import io.kotha.sandbox.event.SandboxEvent.ProgramStarted;
import io.kotha.sandbox.event.SandboxEvent.StartFailed;
import io.kotha.sandbox.event.SandboxListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/** Times starts and runs, and counts starts that fail. */
final class ProgramMeters implements SandboxListener {

  private final MeterRegistry registry;

  ProgramMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void on(SandboxEvent event) {
    if (event instanceof ProgramStarted started) {
      Timer.builder("kotha.start")
          .description("Time from the call that starts a program until it runs")
          .tag("origin", lowerCase(started.origin()))
          .register(registry)
          .record(started.setup());
    } else if (event instanceof StartFailed failed) {
      Counter.builder("kotha.start.failures")
          .description("Programs that could not be started")
          .tag("step", step(failed))
          .register(registry)
          .increment();
    } else if (event instanceof ProgramEnded ended) {
      Timer.builder("kotha.run")
          .description("Wall time of a program")
          .tag("verdict", ended.verdict().getClass().getSimpleName())
          .register(registry)
          .record(ended.usage().wall());
    }
  }

  private static String step(StartFailed failed) {
    return failed.step().map(ProgramMeters::lowerCase).orElseGet(() -> kind(failed.reason()));
  }

  private static String kind(SandboxException reason) {
    if (reason instanceof SetupTimeoutException) {
      return "timeout";
    }
    return reason instanceof UnsupportedHostException ? "unsupported" : "other";
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
