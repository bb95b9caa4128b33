package io.kotha.sandbox.files;

import io.kotha.sandbox.internal.Arguments;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that is copied into a room before its program starts. The process that later executes the
 * program writes it, so that the file has the program's owner and counts to the room's memory
 * limit. A room takes at most 246 files. Immutable.
 *
 * @param content source of the bytes
 * @param target absolute path inside the room. Missing directories are created. If the path is not
 *     writable because the root is read-only, its parent directory becomes a tmpfs of the size of
 *     {@code /tmp}; a parent that has files is an error, because the tmpfs would hide them
 * @param mode permission bits, such as 0644; no set-id or sticky bit
 */
public record CopyIn(Content content, String target, int mode) {

  /**
   * Checks the components and normalizes the target.
   *
   * @throws IllegalArgumentException if {@code target} is not the absolute path of a file, or
   *     {@code mode} has bits other than 0777
   */
  public CopyIn {
    Objects.requireNonNull(content, "content");
    if (Objects.requireNonNull(target, "target").endsWith("/") || target.endsWith("/.")) {
      throw new IllegalArgumentException(
          "the target of a copied file must not end with /: " + target);
    }
    target = Arguments.roomPath("target", target);
    if ((mode & ~0777) != 0) {
      throw new IllegalArgumentException(
          "a mode is 0 to 0777, not 0" + Integer.toOctalString(mode));
    }
  }

  /** The source of a copied file's bytes. */
  public sealed interface Content {}

  /**
   * A regular file of the host, which is read when the program starts.
   *
   * @param path of the file on the host, without symbolic links other than the system's
   */
  public record HostFile(Path path) implements Content {
    public HostFile {
      Arguments.requireHostPath("path", path);
    }
  }

  /** Bytes in memory. */
  public static final class Bytes implements Content {
    private final byte[] bytes;

    /** Copies the bytes. */
    public Bytes(byte[] bytes) {
      this.bytes = Objects.requireNonNull(bytes, "bytes").clone();
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
      return bytes.clone();
    }
  }

  /**
   * A class-path resource, which {@link Class#getResourceAsStream} finds when the program starts.
   *
   * @param owner class from which the resource is searched
   * @param name of the resource
   */
  public record Resource(Class<?> owner, String name) implements Content {
    public Resource {
      Objects.requireNonNull(owner, "owner");
      Objects.requireNonNull(name, "name");
    }
  }
}
