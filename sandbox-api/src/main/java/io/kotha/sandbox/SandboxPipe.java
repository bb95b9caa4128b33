package io.kotha.sandbox;

/**
 * A kernel pipe that joins two rooms directly, without bytes passing through the JVM: give {@link
 * Stdio#to(SandboxPipe)} to one program and {@link Stdio#from(SandboxPipe)} to another. Each end is
 * handed out once; the JVM's copy of an end is closed when the room that got it has started, so
 * that readers see end of file. {@link #close} closes what is left.
 */
public interface SandboxPipe extends AutoCloseable {

  /** Opens a pipe ({@code pipe2(2)}). */
  static SandboxPipe open() throws SandboxException {
    return Providers.get().pipe();
  }

  @Override
  void close();
}
