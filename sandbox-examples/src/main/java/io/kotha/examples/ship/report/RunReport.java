package io.kotha.examples.ship.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.kotha.examples.html.Plain;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON report of {@code --json}. Every field is always present; a value that is unknown or does
 * not apply is {@code null}.
 */
public final class RunReport {

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().setPrettyPrinting().disableHtmlEscaping().create();

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  private RunReport(String verdict, int exitCode) {
    fields.put("verdict", verdict);
    fields.put("exitCode", exitCode);
    for (String name :
        List.of("signal", "cpuMicros", "wallMicros", "peakMemoryBytes", "oomKills", "pidsPeak")) {
      fields.put(name, null);
    }
    fields.put("evidence", Map.of());
    fields.put("isolation", List.of());
    for (String name : List.of("message", "step", "item", "errno", "hint")) {
      fields.put(name, null);
    }
  }

  /** Returns the report of a program that ran. */
  public static RunReport ended(Verdict verdict, Usage usage, List<String> isolation) {
    RunReport report = new RunReport(verdict.getClass().getSimpleName(), verdict.exitValue());
    Map<String, @Nullable Object> fields = report.fields;
    fields.put("signal", Endings.signal(verdict).orElse(null));
    fields.put("cpuMicros", usage.cpu().map(RunReport::micros).orElse(null));
    fields.put("wallMicros", micros(usage.wall()));
    fields.put("peakMemoryBytes", orNull(usage.peakMemoryBytes()));
    fields.put("oomKills", orNull(usage.oomKills()));
    fields.put("pidsPeak", orNull(usage.pidsPeak()));
    fields.put("evidence", verdict.evidence().counters());
    fields.put("isolation", isolation);
    fields.put("message", Endings.sentence(verdict).orElse(null));
    return report;
  }

  /** Returns the report of a program that was not started. */
  public static RunReport notStarted(Exception cause, int exitCode) {
    RunReport report = new RunReport("NotStarted", exitCode);
    Map<String, @Nullable Object> fields = report.fields;
    fields.put("message", cause.getMessage());
    if (cause instanceof SetupException setup) {
      fields.put("step", setup.step().name());
      fields.put("item", setup.item());
      fields.put("errno", setup.errno());
      fields.put("hint", setup.hint());
    } else if (cause instanceof UnsupportedHostException host) {
      // The provider found the host unsuitable before the plan's first step.
      fields.put("step", "HOST");
      fields.put("item", 0);
      fields.put(
          "hint",
          host.missing().stream()
              .map(UnsupportedHostException.Missing::remedy)
              .distinct()
              .collect(Collectors.joining("; ")));
      fields.put("missing", host.missing());
    }
    return report;
  }

  /** Returns the report as text. */
  public String toJson() {
    return Plain.escaped(GSON.toJson(fields)) + "\n";
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }

  private static @Nullable Long orNull(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
