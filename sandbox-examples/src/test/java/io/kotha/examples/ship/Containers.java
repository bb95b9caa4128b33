package io.kotha.examples.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kotha.examples.fixture.OtherJvm;
import io.kotha.sandbox.linux.scenario.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands of ship on the containers of one test. */
final class Containers {

  private final Path dir;

  /** Skips the test if the host has no cgroups for rooms that live. */
  Containers(Path dir) {
    Features.require("cgroup.memory");
    this.dir = dir;
  }

  /** Returns the directory of the containers. */
  Path state() {
    return dir.resolve("state");
  }

  /** Runs a command with empty standard input. */
  OtherJvm ship(String... line) throws IOException, InterruptedException {
    return shipWith("", line);
  }

  /** Runs a command with this standard input. */
  OtherJvm shipWith(String input, String... line) throws IOException, InterruptedException {
    return OtherJvm.run(dir, env(), input, Ship.class, line);
  }

  /** Starts a command, with pipes to this process. */
  Process start(String... line) throws IOException {
    return builder(line).start();
  }

  /** Returns a builder of a command. */
  ProcessBuilder builder(String... line) {
    return OtherJvm.builder(dir, env(), Ship.class, line);
  }

  private Map<String, String> env() {
    return Map.of("KOTHA_SHIP_DIR", state().toString());
  }

  /** Returns the rows of {@code ps --json}. */
  JsonArray list(String... options) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("ps", "--json"));
    line.addAll(List.of(options));
    return array(ship(line.toArray(String[]::new)));
  }

  /** Returns the only row of {@code ps --json}. */
  JsonObject only(String... options) throws IOException, InterruptedException {
    JsonArray rows = list(options);
    assertThat(rows).hasSize(1);
    return rows.get(0).getAsJsonObject();
  }

  /** Returns the array that a command printed. */
  static JsonArray array(OtherJvm run) {
    assertThat(run.err()).isEmpty();
    return JsonParser.parseString(run.out()).getAsJsonArray();
  }

  /** Returns the process that a field of a row names. */
  static ProcessHandle handle(JsonObject row, String field) {
    return ProcessHandle.of(row.get(field).getAsLong()).orElseThrow();
  }

  /** Removes every container, and checks that nothing of ship is left. */
  void removeAll() throws IOException, InterruptedException {
    if (Files.isDirectory(state())) {
      List<String> line = new ArrayList<>(List.of("rm", "-f"));
      list("-a").forEach(row -> line.add(row.getAsJsonObject().get("name").getAsString()));
      if (line.size() > 2) {
        assertThat(ship(line.toArray(String[]::new)).err()).isEmpty();
      }
    }
    assertThat(state()).as("the last rm removes the directory as well").doesNotExist();
  }
}
