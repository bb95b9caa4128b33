package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.OneRoom;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that systemd started in its own cgroup with {@code Delegate=yes}. */
@Timeout(120)
class SystemdDelegationIT {

  @BeforeEach
  void needsSystemd() {
    Features.require("tool.systemd-run");
    Features.require("systemd");
    Features.require("cgroup.v2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--scope", "--pipe"})
  void roomsAreMadeInTheDelegatedScope(String kind) throws Exception {
    Rooms.probe("alloc");
    List<String> argv = new ArrayList<>(List.of("systemd-run"));
    if (!Lane.isRoot()) {
      argv.add("--user");
    }
    argv.addAll(List.of("-q", kind, "-p", "Delegate=yes"));
    if (kind.equals("--pipe")) {
      argv.addAll(List.of("--wait", "--working-directory=" + Path.of("").toAbsolutePath()));
    }
    argv.add("--");
    argv.addAll(
        ChildJvm.command(
            OneRoom.class,
            Map.of("io.kotha.cgroup.parent", "self"),
            TestRootfs.minimal().toString()));
    HostCommand run = HostCommand.run(argv.toArray(new String[0]));
    List<String> lines = run.orThrow().lines().toList();
    String unit = kind.equals("--scope") ? ".scope" : ".service";
    assertThat(lines.get(0)).as(run.output()).matches(".*/run-[^/]*\\" + unit + "/.*/room-\\d+.*");
    assertThat(lines.get(lines.size() - 1)).isEqualTo("MemoryExceeded");
  }
}
