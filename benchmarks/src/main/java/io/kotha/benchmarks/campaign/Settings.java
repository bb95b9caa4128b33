package io.kotha.benchmarks.campaign;

import io.kotha.benchmarks.accuracy.HostFacts;
import io.kotha.benchmarks.result.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/**
 * What is to be known of a run, some of it before it begins.
 *
 * @param load of the machine, before there was ours
 */
public record Settings(String command, double load) {

  /** Just before it begins. */
  public static Settings before(String command) throws IOException {
    return new Settings(command, HostFacts.load());
  }

  /** When it has ended. */
  public Setting after() throws IOException {
    String noise =
        HostFacts.isNoisy(load) ? "; others worked on this machine: the times are noisy" : "";
    return new Setting(
        LocalDate.now(ZoneOffset.UTC).toString(),
        command,
        Stream.concat(
                HostFacts.lines(Path.of(System.getProperty("java.io.tmpdir"))).stream(),
                Stream.of("load before: " + HostFacts.write(load) + noise))
            .toList());
  }
}
