package io.kotha.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kotha.benchmarks.subject.RoomRoot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OciConfigTest {

  private static final RoomRoot ROOT = new RoomRoot(Path.of("/a root"));

  @Test
  void limitedConfigRequestsAFullRoom() {
    JsonObject linux = linux(OciConfig.limited(ROOT));
    assertThat(linux.getAsJsonArray("namespaces")).hasSize(7);
    assertThat(linux.getAsJsonObject("resources").keySet())
        .containsExactlyInAnyOrder("memory", "pids", "cpu");
    assertThat(linux.getAsJsonObject("seccomp").toString()).contains("\"execve\"");
  }

  @Test
  void unlimitedConfigHasNoResources() {
    assertThat(linux(OciConfig.unlimited(ROOT)).has("resources")).isFalse();
  }

  private static JsonObject linux(OciConfig config) {
    return JsonParser.parseString(config.json(List.of("/bin/noop")))
        .getAsJsonObject()
        .getAsJsonObject("linux");
  }
}
