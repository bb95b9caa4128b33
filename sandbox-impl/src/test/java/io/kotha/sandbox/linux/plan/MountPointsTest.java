package io.kotha.sandbox.linux.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mount points that a root must have, and those that no room may have. */
class MountPointsTest {

  private static final Sandbox ROOM = Sandbox.rootfs(Path.of("/image"));

  @Test
  void rootHasMountPointForEverything() {
    Sandbox room =
        ROOM.bind(Path.of("/a"), "/read")
            .tmpfs("/memory", MemorySize.MiB(1))
            .copyIn(new byte[0], "/in/x");

    assertThat(MountPoints.inRoot(room.spec()))
        .containsExactly("/dev", "/tmp", "/proc", "/read", "/memory", "/in");
    assertThat(MountPoints.inRoot(ROOM.withoutProc().spec())).containsExactly("/dev", "/tmp");
  }

  @Test
  void mountPointInAnotherMountIsNotInTheRoot() {
    Sandbox room =
        ROOM.tmpfs("/memory", MemorySize.MiB(1))
            .bind(Path.of("/a"), "/memory/a")
            .bind(Path.of("/a"), "/memory2")
            .bind(Path.of("/a"), "/tmp/a");

    assertThat(MountPoints.inRoot(room.spec()))
        .containsExactly("/dev", "/tmp", "/proc", "/memory", "/memory2");
  }

  @Test
  void mountPointInWritableBindIsRefusedAndBothAreNamed() {
    for (Mount inner :
        List.of(
            ro("/work/in"),
            rw("/work/in"),
            rw("/work/deep/er"),
            tmpfs("/work/in"),
            tmpfs("//work//in"),
            tmpfs("/./work/in/."))) {
      assertThatThrownBy(() -> MountPoints.refuseShared(List.of(rw("/work"), inner)))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("bind /rw → /work (rw)")
          .hasMessageContaining("→ " + inner.target())
          .hasMessageContaining("outside of /work");
    }
    assertThatThrownBy(
            () -> MountPoints.refuseShared(List.of(tmpfs("/w"), rw("/w/a"), ro("/w/a/b"))))
        .hasMessageContaining("bind /rw → /w/a (rw)");
    assertThatThrownBy(() -> MountPoints.refuseShared(List.of(rw("/"), tmpfs("/x"))))
        .hasMessageContaining("bind /rw → / (rw)");
  }

  @Test
  void mountPointElsewhereIsAllowed() {
    for (List<Mount> mounts :
        List.of(
            List.of(rw("/work"), ro("/workshop")),
            List.of(rw("/work"), tmpfs("/work")),
            List.of(rw("/work"), tmpfs("/work/.")),
            List.of(ro("/work"), tmpfs("/work/in")),
            List.of(tmpfs("/work"), rw("/work/in")),
            List.of(rw("/work/in"), tmpfs("/work"), ro("/work/in/x")),
            List.of(tmpfs("/work/in"), rw("/work")))) {
      assertThatCode(() -> MountPoints.refuseShared(mounts)).doesNotThrowAnyException();
    }
  }

  private static Mount ro(String target) {
    return new Mount.Bind(Path.of("/ro"), target, Mount.Access.READ_ONLY);
  }

  private static Mount rw(String target) {
    return new Mount.Bind(Path.of("/rw"), target, Mount.Access.READ_WRITE);
  }

  private static Mount tmpfs(String target) {
    return new Mount.Tmpfs(target, MemorySize.MiB(1));
  }
}
