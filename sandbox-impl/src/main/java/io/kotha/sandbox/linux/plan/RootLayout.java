package io.kotha.sandbox.linux.plan;

import java.util.List;

/**
 * What the planner needs to know of a rootfs, read from the disk beforehand.
 *
 * @param style how the root is made
 * @param path the rootfs directory without symbolic links; empty for {@link Style#ASSEMBLED}
 * @param parts what an assembled root consists of
 */
public record RootLayout(Style style, String path, List<Part> parts) {

  public RootLayout {
    parts = List.copyOf(parts);
  }

  /** How the root is made. */
  public enum Style {
    /** The directory itself: it has every mount point that is needed. */
    WHOLE,
    /** The directory below a layer in memory: it lacks a mount point, or is to be writable. */
    LAYERED,
    /** A tmpfs with binds and links. */
    ASSEMBLED
  }

  /** What a part is. */
  public enum PartKind {
    DIRECTORY,
    FILE,
    SYMLINK
  }

  /**
   * One part of an assembled root.
   *
   * @param source path on the host, or the text of a link
   */
  public record Part(PartKind kind, String target, String source) {}
}
