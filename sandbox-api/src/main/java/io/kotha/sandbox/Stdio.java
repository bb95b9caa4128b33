package io.kotha.sandbox;

import io.kotha.sandbox.internal.Arguments;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The source or sink of one of a program's standard descriptors. A file that cannot be opened is a
 * {@link SandboxException} when the program starts.
 *
 * <p>Files of the host are regular files, and no symbolic link in their paths is followed, because
 * an earlier program may have left it in a directory that it could write to. The system's own
 * links, such as {@code /bin}, are followed. {@link java.nio.file.Path#toRealPath} returns the path
 * that a link leads to now. A path of another file system, such as a zip file, is an {@link
 * IllegalArgumentException}.
 *
 * <p>A program can open a pipe, {@link #bytes} and {@link #NULL} again by name, as {@code
 * /dev/stdin}, {@code /dev/stdout} or {@code /dev/stderr}, and the terminal of {@link
 * Command#terminal} as {@code /dev/tty}. It cannot open a file or a terminal of the host again
 * (EACCES), nor a socket (ENXIO, as everywhere), but only use the descriptor. The host's file lies
 * outside of the program's Landlock domain, which is complete before a pooled room gets its
 * command; and if the JVM is root, the program's user does not own it.
 */
public sealed interface Stdio {

  /**
   * A pipe to the JVM. {@code start} gives it to the caller as {@link Process#getInputStream} and
   * its like; {@code run} captures outputs and gives the program an empty input.
   */
  Stdio PIPE = new Pipe();

  /**
   * The JVM's own descriptor of the same number; {@link #NULL} if the process that started the JVM
   * had closed it.
   *
   * <p>The program shares the open file with the JVM and with the shell that started it. When the
   * room of the last program that inherits a descriptor has ended, the file's status flags, such as
   * {@code O_NONBLOCK}, are as before the first one; and so are the modes, the window size and the
   * exclusive mode of a terminal. This also holds if the JVM ends by {@link System#exit} or a
   * signal that it handles: it then kills rooms with a terminal first. It does not hold if the JVM
   * is killed by {@code SIGKILL}, or while another job of the shell is in the foreground.
   *
   * <p>If the JVM is root, an inherited pipe that the program's user does not own is passed on
   * through a pipe of the room, so that it can be opened by name. A program takes only what it
   * reads; if several programs read the same pipe at a time, more than one may read the same bytes.
   * The end of a room is reported when the inherited pipe has taken all of the program's output.
   */
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
      Arguments.requireHostPath("path", path);
    }
  }

  /**
   * An output to a file; see {@link #to(Path)}.
   *
   * @param path of the file on the host
   */
  record WriteFile(Path path) implements Stdio {
    public WriteFile {
      Arguments.requireHostPath("path", path);
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
