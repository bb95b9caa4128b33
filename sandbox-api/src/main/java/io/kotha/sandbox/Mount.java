package io.kotha.sandbox;

import io.kotha.sandbox.internal.Arguments;
import java.nio.file.Path;

/** Something mounted into the room, in the order given, over what its root already has. */
public sealed interface Mount {

  /** Absolute path inside the room; made if the root has none (in memory, never on the host). */
  String target();

  /** Whether a bind can be written through. */
  enum Access {
    READ_ONLY,
    READ_WRITE
  }

  /**
   * A file or directory of the host ({@code open_tree(2)}, recursive, nosuid, nodev). Writable ones
   * are idmapped when the JVM is root, so that files keep the owners the host gives them.
   */
  record Bind(Path source, String target, Access access) implements Mount {
    public Bind {
      Arguments.requireAbsolutePath(target);
    }
  }

  /** An empty file system in memory, whose contents count to the room's memory limit. */
  record Tmpfs(String target, MemorySize size) implements Mount {
    public Tmpfs {
      Arguments.requireAbsolutePath(target);
      Arguments.requirePositive("the size of a tmpfs", size.bytes());
    }
  }
}
