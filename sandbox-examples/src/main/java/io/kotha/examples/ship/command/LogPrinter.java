package io.kotha.examples.ship.command;

import io.kotha.examples.html.PlainOutput;
import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.store.LogEntry;
import io.kotha.examples.ship.terminal.LocalTerminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints entries of a log to the standard streams of this process. */
interface LogPrinter {

  /** Prints an entry. */
  void print(LogEntry entry) throws IOException;

  /** Returns a printer of the output, each stream to that of the same name. */
  static LogPrinter ofText() {
    OutputStream out = stream(FileDescriptor.out, 1);
    OutputStream err = stream(FileDescriptor.err, 2);
    return entry -> {
      OutputStream to = entry.source() == LogEntry.Source.STDOUT ? out : err;
      to.write(entry.bytes());
      to.flush();
    };
  }

  /** Returns a printer of one JSON object for each entry. */
  static LogPrinter ofJson() {
    OutputStream out = stream(FileDescriptor.out, 1);
    return entry -> {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("time", Instant.ofEpochMilli(entry.millis()).toString());
      fields.put("stream", entry.source().name().toLowerCase(Locale.ROOT));
      fields.put("text", new String(entry.bytes(), StandardCharsets.UTF_8));
      out.write((Json.of(fields) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    };
  }

  /** Returns a stream that passes bytes on as they are, unless a terminal would obey them. */
  private static OutputStream stream(FileDescriptor descriptor, int number) {
    OutputStream raw = new FileOutputStream(descriptor);
    return LocalTerminal.isAt(number) ? PlainOutput.over(raw, StandardCharsets.UTF_8) : raw;
  }
}
