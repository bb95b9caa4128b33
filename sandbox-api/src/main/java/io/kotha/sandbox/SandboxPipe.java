package io.kotha.sandbox;

/**
 * A kernel pipe that joins two rooms directly, without bytes passing through the JVM: give {@link
 * Stdio#to(SandboxPipe)} to one program and {@link Stdio#from(SandboxPipe)} to another. Each end is
 * handed out once; the JVM's copy of an end is closed when the room that got it has started, so
 * that readers see end of file. {@link #close} closes what is left.
 */
public interface SandboxPipe extends AutoCloseable {

  /**
   * Keeps an end open beside the room that has it. While the writing end is held, the reader sees
   * no end of file when the writer's room ends; while the reading end is, the writer no broken pipe
   * when the reader's does. So whoever joins two rooms can see one end before the other can react
   * to it.
   *
   * @throws SandboxException if the end was given away already
   */
  Hold hold(End end) throws SandboxException;

  /** One of a pipe's two. */
  enum End {
    /** The one that is read from. */
    READING,
    /** The one that is written to. */
    WRITING
  }

  /** An end that is kept open until this is released or closed, which is the same. */
  interface Hold extends AutoCloseable {

    /** Lets go of it. Safe to call more than once. */
    void release();

    @Override
    default void close() {
      release();
    }
  }

  @Override
  void close();
}
