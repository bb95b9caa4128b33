package io.kotha.sandbox.linux.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.plan.RootLayout.Mapping;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.spi.SandboxSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layouts that follow when the kernel refuses one. */
class RootRefusalTest {

  @TempDir Path root;

  private final RootLayouts layouts;
  private SandboxSpec spec;

  RootRefusalTest() throws Exception {
    layouts = new RootLayouts(Native.load());
  }

  @BeforeEach
  void makeRootWithoutMountPoints() throws Exception {
    Files.createDirectory(root.resolve("usr"));
    spec = Sandbox.rootfs(root).spec();
  }

  @Test
  void rootWithoutMountPointsIsAnIdmappedOverlay() throws Exception {
    RootLayout layout = layouts.of(spec);
    assertThat(layout.kind()).isEqualTo(RootKind.OVERLAY);
    assertThat(layout.mapping()).isEqualTo(Mapping.IDMAPPED);
  }

  @Test
  void refusedOverlayBecomesATmpfsOfEntries() throws Exception {
    RootLayout refused = layouts.of(spec);
    assertThat(layouts.recordRefusal(spec, refused, SetupStep.ROOT, Errno.EINVAL)).isTrue();
    RootLayout next = layouts.of(spec);
    assertThat(next.kind()).isEqualTo(RootKind.TMPFS);
    assertThat(next.mapping()).isEqualTo(Mapping.IDMAPPED);
    assertThat(next.entries()).extracting(RootLayout.Entry::target).containsExactly("/usr");
    assertThat(layouts.recordRefusal(spec, next, SetupStep.ROOT, Errno.EINVAL)).isFalse();
  }

  @Test
  void refusedIdmapBecomesAPlainMount() throws Exception {
    RootLayout refused = layouts.of(spec);
    assertThat(layouts.recordRefusal(spec, refused, SetupStep.IDMAP_MOUNT, Errno.EINVAL)).isTrue();
    RootLayout next = layouts.of(spec);
    assertThat(next.kind()).isEqualTo(RootKind.OVERLAY);
    assertThat(next.mapping()).isEqualTo(Mapping.PLAIN);
    assertThat(layouts.recordRefusal(spec, next, SetupStep.IDMAP_MOUNT, Errno.EINVAL)).isFalse();
  }

  /** Two starts fail with the same layout; the second has another one to try as well. */
  @Test
  void concurrentStartIsToldOfTheOtherLayoutToo() throws Exception {
    RootLayout refused = layouts.of(spec);
    assertThat(layouts.recordRefusal(spec, refused, SetupStep.ROOT, Errno.EINVAL)).isTrue();
    assertThat(layouts.recordRefusal(spec, refused, SetupStep.ROOT, Errno.EINVAL)).isTrue();
  }

  @Test
  void writableRootHasNoOtherLayout() throws Exception {
    SandboxSpec writable = Sandbox.rootfs(root).writable().spec();
    RootLayout refused = layouts.of(writable);
    assertThat(layouts.recordRefusal(writable, refused, SetupStep.IDMAP_MOUNT, Errno.EINVAL))
        .isFalse();
    assertThat(layouts.of(spec).mapping()).isEqualTo(Mapping.IDMAPPED);
  }

  @Test
  void otherErrorsAreNoRefusalOfTheLayout() throws Exception {
    RootLayout layout = layouts.of(spec);
    assertThat(layouts.recordRefusal(spec, layout, SetupStep.ROOT, Errno.EPERM)).isFalse();
    assertThat(layouts.recordRefusal(spec, layout, SetupStep.MOUNT, Errno.EINVAL)).isFalse();
    assertThat(layouts.of(spec)).isEqualTo(layout);
  }
}
