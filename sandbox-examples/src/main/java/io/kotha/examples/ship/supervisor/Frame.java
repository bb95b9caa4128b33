package io.kotha.examples.ship.supervisor;

import com.google.gson.JsonParseException;
import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.store.LogEntry;
import io.kotha.examples.ship.terminal.LocalTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One message on a supervisor's socket: a byte with the type, four with the length, and the bytes.
 *
 * @param type its type
 * @param bytes its content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Frame(Type type, byte[] bytes) {

  /** The types. */
  public enum Type {
    /** A {@link Request}, as JSON. */
    REQUEST(0),
    /** Bytes of the client's standard input. */
    INPUT(1),
    /** The end of the client's standard input. */
    END_OF_INPUT(2),
    /** The program has taken a frame of input, so that the client may send another. */
    TAKEN(3),
    /** Bytes of the program's standard output. */
    OUTPUT(4),
    /** Bytes of the program's standard error. */
    ERROR(5),
    /** A {@link Reply}, as JSON. */
    REPLY(6),
    /** A {@link LogEntry}, as it is in the log. */
    LOG(7),
    /** The new {@link LocalTerminal.Size} of the client's terminal, as JSON. */
    RESIZE(8);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    /** Returns the byte on the wire. */
    int code() {
      return code;
    }

    /** Returns the type with this byte; empty if there is none. */
    static Optional<Type> of(int code) {
      return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }
  }

  /**
   * Returns the value that the content is as JSON.
   *
   * @throws IOException if it is not such a value
   */
  public <T> T json(Class<T> type) throws IOException {
    try {
      return Json.read(new String(bytes, StandardCharsets.UTF_8), type);
    } catch (JsonParseException e) {
      throw new IOException("not a message of ship", e);
    }
  }
}
