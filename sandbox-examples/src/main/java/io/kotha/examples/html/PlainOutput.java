package io.kotha.examples.html;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/**
 * An output that shows control characters instead of passing them on. The names, messages and
 * reports of a tool hold text of untrusted origin, with which a terminal must not be controlled.
 */
public final class PlainOutput extends OutputStream {

  private final OutputStream raw;
  private final Charset charset;
  private final CharsetDecoder decoder;

  /** The first bytes of a character whose last bytes have not been written yet. */
  private byte[] incomplete = {};

  private PlainOutput(OutputStream raw, Charset charset) {
    this.raw = raw;
    this.charset = charset;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
  }

  /**
   * Replaces {@link System#out} and {@link System#err}, and with them the output of the logger and
   * of exceptions that nothing catches. Call it first in {@code main}.
   */
  public static void install() {
    System.setOut(over(System.out, encoding("stdout.encoding")));
    System.setErr(over(System.err, encoding("stderr.encoding")));
  }

  /** Returns a stream that writes plain text. */
  public static PrintStream over(OutputStream raw, Charset charset) {
    return new PrintStream(new PlainOutput(raw, charset), true, charset);
  }

  private static Charset encoding(String property) {
    String name = System.getProperty(property, System.getProperty("sun." + property));
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] from, int offset, int length) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(incomplete.length + length);
    in.put(incomplete).put(from, offset, length).flip();
    CharBuffer text = CharBuffer.allocate(1 + (int) (in.limit() * decoder.maxCharsPerByte()));
    decoder.decode(in, text, false);
    incomplete = new byte[in.remaining()];
    in.get(incomplete);
    raw.write(Plain.escaped(text.flip().toString()).getBytes(charset));
  }

  @Override
  public void flush() throws IOException {
    raw.flush();
  }
}
