package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the directories that must become a tmpfs so that files can be copied into them. */
public final class CopyTargets {

  /** The directories of every room that are a tmpfs. */
  private static final List<String> WRITABLE = List.of("/tmp", "/dev/shm");

  private CopyTargets() {}

  /**
   * Returns the read-only directories that files are copied to, outer ones before inner ones. None
   * lies in a writable bind, where another room could remove it: see {@link
   * MountPoints#refuseShared}.
   */
  public static List<String> newDirectories(SandboxSpec spec) {
    if (spec.files().rootfs().mode() != Rootfs.Mode.READ_ONLY) {
      return List.of();
    }
    List<String> parents = new ArrayList<>();
    for (CopyIn copy : spec.files().copyIns()) {
      String parent = copy.target().substring(0, copy.target().lastIndexOf('/'));
      parents.add(parent.isEmpty() ? "/" : parent);
    }
    parents.sort((a, b) -> Integer.compare(a.length(), b.length()));
    List<Mount> mounts = spec.files().mounts();
    Set<String> made = new LinkedHashSet<>();
    for (String parent : parents) {
      int mount = MountOrder.mountOf(parent, mounts);
      if (!isWritable(parent, mount, mounts)
          && made.stream().noneMatch(outer -> holds(outer, parent, mount, mounts))) {
        made.add(parent);
      }
    }
    return List.copyOf(made);
  }

  private static boolean isWritable(String directory, int mount, List<Mount> mounts) {
    return mount == MountOrder.ROOT
        ? WRITABLE.stream().anyMatch(own -> FileTree.isBelow(directory, own))
        : !(mounts.get(mount) instanceof Mount.Bind bind)
            || bind.access() == Mount.Access.READ_WRITE;
  }

  /** Returns whether a tmpfs at an outer directory holds an inner one: no mount is between them. */
  private static boolean holds(String outer, String inner, int mountOfInner, List<Mount> mounts) {
    return FileTree.isBelow(inner, outer) && MountOrder.mountOf(outer, mounts) == mountOfInner;
  }
}
