package io.kotha.sandbox.linux.plan;

import java.util.List;

/**
 * The facts of the host that the files of a room are planned from.
 *
 * @param layout the layout of its root
 * @param binds the sources of its bind mounts, in order
 * @param idBase the first of the host ids that it leases, if it shares the host's user namespace;
 *     otherwise 0
 */
public record FileInputs(RootLayout layout, List<BindSource> binds, long idBase) {

  public FileInputs {
    binds = List.copyOf(binds);
  }

  /**
   * The source of a bind mount.
   *
   * @param path the path on the host, without symbolic links
   * @param kind its kind
   * @param isPrivate whether its mode permits something to its owner only
   */
  public record BindSource(String path, Kind kind, boolean isPrivate) {
    /** The kind of a source. */
    public enum Kind {
      FILE,
      DIRECTORY
    }
  }
}
