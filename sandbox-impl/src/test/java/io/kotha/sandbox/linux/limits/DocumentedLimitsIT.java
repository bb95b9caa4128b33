package io.kotha.sandbox.linux.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation states the limits of a room's isolation. */
class DocumentedLimitsIT {

  @Test
  @Scenario("D37")
  void documentationNamesTheSharedKernel() throws IOException {
    for (String page : new String[] {"README.md", "SECURITY.md"}) {
      assertThat(text(page)).as(page).contains("kernel").containsAnyOf("shared", "share", "same");
    }
  }

  @Test
  @Scenario("D37")
  void documentationListsOpenSideChannels() throws IOException {
    assertThat(text("SECURITY.md"))
        .contains("side channel", "core_pattern", "supplementary groups");
  }

  private static String text(String page) throws IOException {
    Path file =
        Stream.of(Path.of("..", page), Path.of(page))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    return Files.readString(file).toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
