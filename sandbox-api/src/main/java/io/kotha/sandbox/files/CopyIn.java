package io.kotha.sandbox.files;

import io.kotha.sandbox.internal.Arguments;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file placed in the room before its program starts. The parked payload itself writes it, so that
 * it has the payload's owner and counts to the room's memory.
 *
 * @param content where the bytes come from
 * @param target absolute path inside the room; missing directories are made; where the root is
 *     read-only, its parent directory becomes a tmpfs
 * @param mode permission bits, such as 0644; set-id bits are refused
 */
public record CopyIn(Content content, String target, int mode) {

  public CopyIn {
    Objects.requireNonNull(content, "content");
    Arguments.requireAbsolutePath(target);
    if (target.endsWith("/")) {
      throw new IllegalArgumentException("a copied file needs a name: " + target);
    }
    if ((mode & ~0777) != 0) {
      throw new IllegalArgumentException("a mode has permission bits only, not " + mode);
    }
  }

  /** Where the bytes come from. */
  public sealed interface Content {}

  /** A regular file of the host, read when the room starts. */
  public record HostFile(Path path) implements Content {}

  /** Bytes; copied when the description is made. */
  public static final class Bytes implements Content {
    private final byte[] bytes;

    public Bytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
      return bytes.clone();
    }
  }

  /** A class-path resource, found as {@link Class#getResourceAsStream} finds it. */
  public record Resource(Class<?> owner, String name) implements Content {}
}
