package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Mount;
import java.util.List;

/** The order of a caller's mounts: a later mount covers the earlier ones at its target. */
public final class MountOrder {

  /** The place of a path that lies in no mount of the caller. */
  public static final int ROOT = -1;

  private MountOrder() {}

  /** Returns the index of the mount that a path lies in: the last one, which covers the others. */
  public static int mountOf(String path, List<Mount> mounts) {
    int at = mounts.size() - 1;
    while (at >= 0 && !FileTree.isBelow(path, mounts.get(at).target())) {
      at--;
    }
    return at;
  }
}
