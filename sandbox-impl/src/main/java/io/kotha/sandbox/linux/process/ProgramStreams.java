package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.linux.stdio.TerminalWindow;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The JVM's side of a program's standard descriptors.
 *
 * @param stdin writes to its standard input
 * @param stdout reads its standard output, or its terminal
 * @param stderr reads its standard error
 * @param window the window of its terminal
 */
record ProgramStreams(
    OutputStream stdin, InputStream stdout, InputStream stderr, TerminalWindow window) {

  static final ProgramStreams NONE =
      new ProgramStreams(
          OutputStream.nullOutputStream(),
          InputStream.nullInputStream(),
          InputStream.nullInputStream(),
          TerminalWindow.NONE);
}
