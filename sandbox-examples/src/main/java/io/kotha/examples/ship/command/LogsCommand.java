package io.kotha.examples.ship.command;

import io.kotha.examples.html.PlainOutput;
import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.store.Container;
import io.kotha.examples.ship.store.LogEntry;
import io.kotha.examples.ship.store.LogReader;
import io.kotha.examples.ship.store.StateDirectory;
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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code ship logs}: prints what the program of a container wrote last. */
@Command(
    name = "logs",
    description = "Prints what the program of a container wrote: the last 1 to 2 MiB.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Only containers started with -d have a log. Output to a terminal has no control characters."
    })
public final class LogsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "The container.")
  private String name;

  @Option(
      names = "--json",
      description = "Prints a JSON object for each piece of output: time, stream, text.")
  private boolean json;

  /** Creates the command. For picocli. */
  public LogsCommand() {}

  @Override
  @SuppressWarnings("resource") // closing the streams would close the descriptors
  public Integer call() throws IOException {
    Container container = StateDirectory.ofThisUser().container(name);
    OutputStream out = stream(FileDescriptor.out, 1);
    OutputStream err = stream(FileDescriptor.err, 2);
    LogReader.read(
        container,
        entry -> {
          if (json) {
            out.write((line(entry) + "\n").getBytes(StandardCharsets.UTF_8));
          } else {
            (entry.source() == LogEntry.Source.STDOUT ? out : err).write(entry.bytes());
          }
        });
    out.flush();
    err.flush();
    return 0;
  }

  private static String line(LogEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", Instant.ofEpochMilli(entry.millis()).toString());
    fields.put("stream", entry.source().name().toLowerCase(Locale.ROOT));
    fields.put("text", new String(entry.bytes(), StandardCharsets.UTF_8));
    return Json.of(fields);
  }

  /** Returns a stream that passes bytes on as they are, unless a terminal would obey them. */
  private static OutputStream stream(FileDescriptor descriptor, int number) {
    OutputStream raw = new FileOutputStream(descriptor);
    return LocalTerminal.isAt(number) ? PlainOutput.over(raw, StandardCharsets.UTF_8) : raw;
  }
}
