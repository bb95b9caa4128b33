package io.kotha.benchmarks.campaign;

import io.kotha.benchmarks.accuracy.HostFacts;
import io.kotha.benchmarks.result.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/**
 * The circumstances of a run that must be recorded before it begins.
 *
 * @param command the command line that started the run
 * @param load the host's load average before the run
 */
public record Settings(String command, double load) {

  /** Records the circumstances before a run. */
  public static Settings before(String command) throws IOException {
    return new Settings(command, HostFacts.load());
  }

  /** Returns the complete setting after the run. */
  public Setting after() throws IOException {
    String noise =
        HostFacts.isNoisy(load) ? "; other programs were running, so the times are noisy" : "";
    return new Setting(
        LocalDate.now(ZoneOffset.UTC).toString(),
        command,
        Stream.concat(
                HostFacts.lines(Path.of(System.getProperty("java.io.tmpdir"))).stream(),
                Stream.of("load before: " + HostFacts.write(load) + noise))
            .toList());
  }
}
