package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.ArrayList;
import java.util.List;

/** Finds the mount points of a room, and refuses those that another room could remove. */
public final class MountPoints {

  private MountPoints() {}

  /** Returns the mount points that lie in the root itself, and not in another mount. */
  public static List<String> inRoot(SandboxSpec spec) {
    List<String> all = new ArrayList<>(List.of("/dev", "/tmp"));
    if (spec.files().proc() == SandboxSpec.Proc.OWN) {
      all.add("/proc");
    }
    spec.files().mounts().forEach(m -> all.add(m.target()));
    all.addAll(CopyTargets.newDirectories(spec));
    List<String> inRoot = new ArrayList<>();
    for (String target : all) {
      if (inRoot.stream().noneMatch(earlier -> FileTree.isBelow(target, earlier))) {
        inRoot.add(target);
      }
    }
    return inRoot;
  }

  /**
   * Refuses a mount point in the directory of a writable bind. Another room that has the same
   * directory can remove the mount point, and the kernel then detaches the mount: see
   * mount_namespaces(7). What the program wrote to the mount would go to the host's disk from then
   * on.
   */
  static void refuseShared(List<Mount> mounts) throws SandboxException {
    for (int i = 0; i < mounts.size(); i++) {
      Mount inner = mounts.get(i);
      int at = MountOrder.mountOf(inner.target(), mounts.subList(0, i));
      if (at == MountOrder.ROOT) {
        continue;
      }
      Mount outer = mounts.get(at);
      if (isShared(outer) && !FileTree.isBelow(outer.target(), inner.target())) {
        throw new SandboxException(
            describe(inner)
                + " lies in "
                + describe(outer)
                + ": a program that shares the directory could remove the mount point, and the"
                + " mount with it. Mount it outside of "
                + outer.target());
      }
    }
  }

  private static boolean isShared(Mount mount) {
    return mount instanceof Mount.Bind bind && bind.access() == Mount.Access.READ_WRITE;
  }

  private static String describe(Mount mount) {
    return mount instanceof Mount.Bind bind
        ? "bind " + bind.source() + " → " + bind.target() + (isShared(bind) ? " (rw)" : " (ro)")
        : "tmpfs → " + mount.target();
  }
}
