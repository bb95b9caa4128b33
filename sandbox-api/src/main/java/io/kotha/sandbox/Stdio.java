package io.kotha.sandbox;

import java.nio.file.Path;

/** What one of the program's three standard descriptors is connected to. */
public sealed interface Stdio {

  /** A pipe to the JVM: {@link Process#getInputStream} and its like; captured by {@code run}. */
  Stdio PIPE = new Pipe();

  /** The JVM's own descriptor of the same number. */
  Stdio INHERIT = new Inherit();

  /** {@code /dev/null}: end of file, or discarded. */
  Stdio NULL = new Null();

  /** For stderr only: the same as stdout. */
  Stdio STDOUT = new SameAsStdout();

  /** Standard input from these bytes, by a sealed file in memory. */
  static Stdio bytes(byte[] content) {
    return new Bytes(content);
  }

  /** Standard input from a file of the host, opened by the JVM for reading. */
  static Stdio from(Path file) {
    return new ReadFile(file);
  }

  /** Output to a file of the host, opened by the JVM; truncated first. */
  static Stdio to(Path file) {
    return new WriteFile(file);
  }

  /** The reading end of a pipe between two rooms. */
  static Stdio from(SandboxPipe pipe) {
    return new PipeSource(pipe);
  }

  /** The writing end of a pipe between two rooms. */
  static Stdio to(SandboxPipe pipe) {
    return new PipeSink(pipe);
  }

  /** See {@link #PIPE}. */
  record Pipe() implements Stdio {}

  /** See {@link #INHERIT}. */
  record Inherit() implements Stdio {}

  /** See {@link #NULL}. */
  record Null() implements Stdio {}

  /** See {@link #STDOUT}. */
  record SameAsStdout() implements Stdio {}

  /** See {@link #bytes}. */
  final class Bytes implements Stdio {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
      return bytes.clone();
    }
  }

  /** See {@link #from(Path)}. */
  record ReadFile(Path path) implements Stdio {}

  /** See {@link #to(Path)}. */
  record WriteFile(Path path) implements Stdio {}

  /** See {@link #from(SandboxPipe)}. */
  record PipeSource(SandboxPipe pipe) implements Stdio {}

  /** See {@link #to(SandboxPipe)}. */
  record PipeSink(SandboxPipe pipe) implements Stdio {}
}
