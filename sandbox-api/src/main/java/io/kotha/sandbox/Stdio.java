package io.kotha.sandbox;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The source or sink of one of a program's standard descriptors. A file that cannot be opened is a
 * {@link SandboxException} when the program starts.
 *
 * <p>Files of the host are regular files, and no symbolic link in their paths is followed, because
 * an earlier program may have left it in a directory that it could write to. The system's own
 * links, such as {@code /bin}, are followed. {@link java.nio.file.Path#toRealPath} returns the path
 * that a link leads to now.
 */
public sealed interface Stdio {

  /**
   * A pipe to the JVM. {@code start} gives it to the caller as {@link Process#getInputStream} and
   * its like; {@code run} captures outputs and gives the program an empty input.
   */
  Stdio PIPE = new Pipe();

  /** The JVM's own descriptor of the same number. */
  Stdio INHERIT = new Inherit();

  /** {@code /dev/null}: an input at end of file, an output that is discarded. */
  Stdio NULL = new Null();

  /** The same file as stdout; for stderr only. */
  Stdio STDOUT = new SameAsStdout();

  /** Returns an input that holds a copy of these bytes, in a sealed {@code memfd_create(2)}. */
  static Stdio bytes(byte[] content) {
    return new Bytes(Objects.requireNonNull(content, "content"));
  }

  /**
   * Returns an input from a regular file of the host, which the JVM opens when the program starts.
   * Use {@link #NULL} instead of {@code /dev/null}, and {@link #PIPE} or {@link #bytes} instead of
   * a FIFO or another device.
   */
  static Stdio from(Path file) {
    return new ReadFile(Objects.requireNonNull(file, "file"));
  }

  /**
   * Returns an output to a regular file of the host. The JVM opens it when the program starts,
   * truncates an existing file, and creates a missing one with mode 0644. Use {@link #NULL} instead
   * of {@code /dev/null}, and {@link #INHERIT} instead of a terminal.
   */
  static Stdio to(Path file) {
    return new WriteFile(Objects.requireNonNull(file, "file"));
  }

  /** Returns an input from the read end of a pipe between two rooms. */
  static Stdio from(SandboxPipe pipe) {
    return new PipeSource(pipe);
  }

  /** Returns an output to the write end of a pipe between two rooms. */
  static Stdio to(SandboxPipe pipe) {
    return new PipeSink(pipe);
  }

  /** The type of {@link #PIPE}. */
  record Pipe() implements Stdio {}

  /** The type of {@link #INHERIT}. */
  record Inherit() implements Stdio {}

  /** The type of {@link #NULL}. */
  record Null() implements Stdio {}

  /** The type of {@link #STDOUT}. */
  record SameAsStdout() implements Stdio {}

  /** An input that holds bytes; see {@link #bytes}. */
  final class Bytes implements Stdio {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
      return bytes.clone();
    }
  }

  /**
   * An input from a file; see {@link #from(Path)}.
   *
   * @param path of the file on the host
   */
  record ReadFile(Path path) implements Stdio {
    public ReadFile {
      Objects.requireNonNull(path, "path");
    }
  }

  /**
   * An output to a file; see {@link #to(Path)}.
   *
   * @param path of the file on the host
   */
  record WriteFile(Path path) implements Stdio {
    public WriteFile {
      Objects.requireNonNull(path, "path");
    }
  }

  /**
   * The read end of a pipe; see {@link #from(SandboxPipe)}.
   *
   * @param pipe whose read end is given to the program
   */
  record PipeSource(SandboxPipe pipe) implements Stdio {
    public PipeSource {
      Objects.requireNonNull(pipe, "pipe");
    }
  }

  /**
   * The write end of a pipe; see {@link #to(SandboxPipe)}.
   *
   * @param pipe whose write end is given to the program
   */
  record PipeSink(SandboxPipe pipe) implements Stdio {
    public PipeSink {
      Objects.requireNonNull(pipe, "pipe");
    }
  }
}
