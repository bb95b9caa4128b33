package io.kotha.sandbox;

/**
 * A kernel pipe between two rooms; its bytes do not pass through the JVM. {@link Sandbox#pipe}
 * opens one. Give {@link Stdio#to(SandboxPipe)} to one program and {@link Stdio#from(SandboxPipe)}
 * to another.
 *
 * <p>Each end can be given to one program. The JVM closes its own copy of an end when that program
 * has started, so that the reader gets end of file when the writer's room ends. Safe for use by
 * many threads.
 */
public interface SandboxPipe extends AutoCloseable {

  /**
   * Keeps a second descriptor of an end open in the JVM; {@code dup(2)}. While the write end is
   * held, the reader gets no end of file when the writer's room ends. While the read end is held,
   * the writer gets no EPIPE when the reader's room ends. The caller can thus see the end of one
   * room before the other can react to it.
   *
   * @throws SandboxException if the end was already given to a program or closed, or the JVM has no
   *     file descriptor left
   */
  Hold hold(End end) throws SandboxException;

  /** One of the two ends of a pipe. */
  enum End {
    /** The read end. */
    READING,
    /** The write end. */
    WRITING
  }

  /** An end that is kept open until it is released or closed, which is the same. */
  interface Hold extends AutoCloseable {

    /** Closes the descriptor. Later calls have no effect. */
    void release();

    /** Does the same as {@link #release}. */
    @Override
    default void close() {
      release();
    }
  }

  /** Closes the ends that no program was given. Later calls have no effect. */
  @Override
  void close();
}
