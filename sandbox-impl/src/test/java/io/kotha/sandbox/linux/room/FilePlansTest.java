package io.kotha.sandbox.linux.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.linux.plan.FileInputs;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.FileTree.SourceFlag;
import io.kotha.sandbox.linux.plan.HostBuilder;
import io.kotha.sandbox.linux.plan.RoomFiles;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.plan.RootLayout.Mapping;
import io.kotha.sandbox.spi.SandboxSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilePlansTest {

  private final FilePlans plans = new FilePlans(HostBuilder.root().build());
  private final SandboxSpec spec =
      Sandbox.rootfs(Path.of("/image")).bind(Path.of("/data"), "/data").spec();

  private static FileInputs seen(Mapping mapping, boolean isPrivate) {
    return new FileInputs(
        new RootLayout(RootKind.DIRECTORY, "/image", mapping, List.of()),
        List.of(new BindSource("/data", BindSource.Kind.DIRECTORY, isPrivate)),
        0);
  }

  @Test
  void filesArePlannedOnceWhileTheHostShowsTheSame() throws Exception {
    RoomFiles first = plans.of(spec, seen(Mapping.IDMAPPED, false));
    assertThat(plans.of(spec, seen(Mapping.IDMAPPED, false))).isSameAs(first);
  }

  @Test
  void refusedLayoutIsPlannedAnew() throws Exception {
    plans.of(spec, seen(Mapping.IDMAPPED, false));
    RoomFiles plain = plans.of(spec, seen(Mapping.PLAIN, false));
    assertThat(plain.tree().sources().get(0).flags()).doesNotContain(SourceFlag.IDMAP);
  }

  @Test
  void changedModeOfABindIsPlannedAnew() throws Exception {
    plans.of(spec, seen(Mapping.IDMAPPED, false));
    RoomFiles ofOwner = plans.of(spec, seen(Mapping.IDMAPPED, true));
    assertThat(ofOwner.tree().sources()).anyMatch(s -> s.flags().contains(SourceFlag.UNMAPPED));
  }
}
