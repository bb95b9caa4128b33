package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.linux.elf.LinkView;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.MountOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The names and symbolic links of a room that is not built yet, read from its root and the sources
 * of its bind mounts. A path leads to the mount that covers it; a link never leads out of the room.
 */
final class RoomLinks implements LinkView {

  private final HostLinks host = new HostLinks();
  private final List<Mount> mounts;
  private final Optional<Path> image;

  /**
   * @param image the root directory; empty for an assembled root, in which every name counts as a
   *     directory
   */
  RoomLinks(List<Mount> mounts, Optional<Path> image) {
    this.mounts = mounts;
    this.image = image;
  }

  @Override
  public Kind kind(Path path) {
    if (image.isEmpty() && isInRoot(path)) {
      return Kind.DIRECTORY;
    }
    Kind kind = source(path).map(host::kind).orElse(Kind.MISSING);
    return kind == Kind.MISSING && isAboveMount(path) ? Kind.DIRECTORY : kind;
  }

  @Override
  public String link(Path path) throws IOException {
    return host.link(source(path).orElseThrow());
  }

  @Override
  public boolean isSystemLink(Path path) {
    return false;
  }

  /** Returns whether a path lies in the root itself, and not in a mount of the caller. */
  boolean isInRoot(Path path) {
    return MountOrder.mountOf(path.toString(), mounts) == MountOrder.ROOT;
  }

  /**
   * Returns the file of the host that a path without links names; empty in a tmpfs, in an assembled
   * root, and in a bind whose source is refused when its room is planned.
   */
  Optional<Path> source(Path path) {
    int at = MountOrder.mountOf(path.toString(), mounts);
    if (at == MountOrder.ROOT) {
      return image.map(root -> root.resolve(Path.of("/").relativize(path)));
    }
    return mounts.get(at) instanceof Mount.Bind bind
        ? real(bind).map(source -> source.resolve(Path.of(bind.target()).relativize(path)))
        : Optional.empty();
  }

  private static Optional<Path> real(Mount.Bind bind) {
    try {
      return Optional.of(CallerFiles.resolve(bind.source()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns whether the helper makes a directory as part of the path of a mount point. */
  private boolean isAboveMount(Path path) {
    return mounts.stream().anyMatch(mount -> FileTree.isBelow(mount.target(), path.toString()));
  }
}
