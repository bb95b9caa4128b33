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

  private CopyTargets() {}

  /**
   * Returns the read-only directories that files are copied to, outer ones before inner ones. None
   * lies in a writable bind, where another room could remove it: see {@link
   * MountPoints#refuseShared}.
   */
  public static List<String> newDirectories(SandboxSpec spec) {
    Set<String> made = new LinkedHashSet<>();
    if (spec.files().rootfs().mode() != Rootfs.Mode.READ_ONLY) {
      return List.of();
    }
    List<String> writable = new ArrayList<>(List.of("/tmp", "/dev/shm"));
    for (Mount mount : spec.files().mounts()) {
      if (!(mount instanceof Mount.Bind bind) || bind.access() == Mount.Access.READ_WRITE) {
        writable.add(mount.target());
      }
    }
    List<String> parents = new ArrayList<>();
    for (CopyIn copy : spec.files().copyIns()) {
      String parent = copy.target().substring(0, copy.target().lastIndexOf('/'));
      parents.add(parent.isEmpty() ? "/" : parent);
    }
    parents.sort((a, b) -> Integer.compare(a.length(), b.length()));
    for (String parent : parents) {
      if (writable.stream().noneMatch(w -> FileTree.isBelow(parent, w))) {
        made.add(parent);
        writable.add(parent);
      }
    }
    return List.copyOf(made);
  }
}
