package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.spi.SandboxSpec;

/** Files of the host that a room can write to. */
public final class HostFiles {

  private HostFiles() {}

  /** Returns whether the room has a writable bind mount or a persistent rootfs. */
  public static boolean isWritableBy(SandboxSpec spec) {
    return spec.files().rootfs().mode() == Rootfs.Mode.PERSISTENT
        || spec.files().mounts().stream()
            .anyMatch(
                m -> m instanceof Mount.Bind bind && bind.access() == Mount.Access.READ_WRITE);
  }
}
