package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.plan.cgroup.Branch;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.GroupFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with plain directories in place of cgroups. */
class NameClaimTest {

  @TempDir private Path parent = Path.of("set by JUnit");
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  private NameClaim claim() throws SandboxException {
    Branch branch =
        new Branch(
            parent.resolve("jvm-1-2-3-0").toString(),
            GroupKind.V1,
            Set.of(),
            new GroupFiles(Map.of()));
    return NameClaim.take(
        held, "/judge", new CgroupBase(List.of(branch), Map.of(), List.of()), "x");
  }

  @Test
  void nameIsClaimedOnceAtATimeInThisJvm() throws SandboxException {
    NameClaim first = claim();
    assertThatThrownBy(this::claim)
        .isInstanceOf(SandboxException.class)
        .hasMessage("a live room of this JVM has the name \"x\"");

    first.close();
    claim().close();
    assertThat(held).isEmpty();
  }

  @Test
  void nameIsRefusedWhileAnotherJvmHasProcessesInItsGroup() throws IOException {
    Files.createDirectory(parent.resolve("name-x"));
    Files.writeString(parent.resolve("name-x/cgroup.procs"), "4711\n");

    assertThatThrownBy(this::claim)
        .isInstanceOf(SandboxException.class)
        .hasMessage("a live room of another JVM has the name \"x\"");
    assertThat(held).isEmpty();
  }

  @Test
  void groupThatStaysEmptyIsALeftover() throws IOException {
    Path left = Files.createDirectory(parent.resolve("name-x"));

    claim().close();

    assertThat(left).doesNotExist();
  }
}
