package io.kotha.examples.ship.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the log of a container. */
class LogTest {

  @TempDir Path dir;

  private Container container;

  @BeforeEach
  void nameContainer() {
    container = new Container(new ContainerName("web"), dir);
  }

  private String read(LogEntry.Source source) throws IOException {
    try (LogCursor cursor = LogCursor.ofAll(container)) {
      return rest(cursor, source);
    }
  }

  private static String rest(LogCursor cursor, LogEntry.Source source) throws IOException {
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    for (var entry = cursor.read(); entry.isPresent(); entry = cursor.read()) {
      if (entry.get().source() == source) {
        found.writeBytes(entry.get().bytes());
      }
    }
    return found.toString(StandardCharsets.UTF_8);
  }

  private String last(int lines) throws IOException {
    try (LogCursor cursor = LogCursor.ofLast(container, lines)) {
      return rest(cursor, LogEntry.Source.STDOUT);
    }
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void streamsAreKeptApart() throws IOException {
    assertThat(read(LogEntry.Source.STDOUT)).as("no log yet").isEmpty();
    try (Log log = Log.of(container)) {
      log.drain(LogEntry.Source.STDOUT, bytes("out"));
      log.drain(LogEntry.Source.STDERR, bytes("err"));
      assertThat(read(LogEntry.Source.STDOUT)).isEqualTo("out");
    }
    assertThat(read(LogEntry.Source.STDERR)).isEqualTo("err");
  }

  @Test
  void sizeIsBoundedAndTheEndIsKept() throws IOException {
    try (Log log = Log.of(container)) {
      log.drain(LogEntry.Source.STDOUT, bytes("x".repeat(5_000_000)));
      log.drain(LogEntry.Source.STDOUT, bytes("last"));
    }
    long size = 0;
    try (var files = Files.list(dir)) {
      for (Path file : files.toList()) {
        size += Files.size(file);
      }
    }
    assertThat(size).isBetween(1_000_000L, 2L * 1024 * 1024);
    assertThat(read(LogEntry.Source.STDOUT)).endsWith("xlast");
  }

  @Test
  void unfinishedEntryIsNotRead() throws IOException {
    try (Log log = Log.of(container)) {
      log.drain(LogEntry.Source.STDOUT, bytes("whole"));
      log.drain(LogEntry.Source.STDOUT, bytes("cut"));
    }
    Path file = dir.resolve("log-1");
    byte[] all = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(all, all.length - 1));
    assertThat(read(LogEntry.Source.STDOUT)).isEqualTo("whole");
  }

  @Test
  void streamIsReadToItsEndAfterTheLogWasRemoved() throws IOException {
    try (Log log = Log.of(container)) {
      Files.delete(dir.resolve("log-1"));
      ByteArrayInputStream stream = bytes("x".repeat(3_000_000));
      log.drain(LogEntry.Source.STDOUT, stream);
      assertThat(stream.available()).isZero();
    }
  }

  @Test
  void cursorGoesOnWhereItStopped() throws IOException {
    try (Log log = Log.of(container);
        LogCursor cursor = LogCursor.ofAll(container)) {
      assertThat(rest(cursor, LogEntry.Source.STDOUT)).isEmpty();
      StringBuilder written = new StringBuilder();
      StringBuilder found = new StringBuilder();
      for (int i = 0; i < 50; i++) { // five files
        String piece = i + "x".repeat(100_000) + "\n";
        written.append(piece);
        log.drain(LogEntry.Source.STDOUT, bytes(piece));
        found.append(rest(cursor, LogEntry.Source.STDOUT));
      }
      assertThat(found).hasToString(written.toString());
    }
  }

  @Test
  void slowCursorGoesOnWithTheOldestEntryThatIsLeft() throws IOException {
    try (Log log = Log.of(container);
        LogCursor cursor = LogCursor.ofAll(container)) {
      log.drain(LogEntry.Source.STDOUT, bytes("first"));
      assertThat(rest(cursor, LogEntry.Source.STDOUT)).isEqualTo("first");
      log.drain(LogEntry.Source.STDOUT, bytes("x".repeat(5_000_000)));
      log.drain(LogEntry.Source.STDOUT, bytes("last"));
      assertThat(rest(cursor, LogEntry.Source.STDOUT))
          .hasSizeBetween(1_000_000, 3 * 1024 * 1024)
          .endsWith("xlast");
    }
  }

  @Test
  void lastLinesCanBeginWithinAnEntry() throws IOException {
    assertThat(last(3)).as("no log yet").isEmpty();
    try (Log log = Log.of(container)) {
      log.drain(LogEntry.Source.STDOUT, bytes("1\n2\n3"));
      log.drain(LogEntry.Source.STDOUT, bytes("3\n\n5"));
    }
    assertThat(last(0)).isEmpty();
    assertThat(last(1)).isEqualTo("5");
    assertThat(last(2)).isEqualTo("\n5");
    assertThat(last(3)).isEqualTo("33\n\n5");
    assertThat(last(4)).isEqualTo("2\n33\n\n5");
    assertThat(last(9)).isEqualTo("1\n2\n33\n\n5");
  }

  @Test
  void readerWaitsForAnEntryOrTheEnd() throws Exception {
    try (Log log = Log.of(container)) {
      long before = log.entries();
      log.drain(LogEntry.Source.STDOUT, bytes("x"));
      assertThat(log.awaitMore(before)).isTrue();
      long all = log.entries();
      Thread closing = new Thread(log::close);
      closing.start();
      assertThat(log.awaitMore(all)).isFalse();
      assertThat(log.awaitMore(before)).as("one that came before the end").isTrue();
      closing.join();
    }
  }

  @Test
  void entryOnTheWireIsChecked() throws IOException {
    LogEntry entry = new LogEntry(LogEntry.Source.STDERR, 7, new byte[] {1, 2, 3});
    byte[] encoded = entry.encoded();
    assertThat(LogEntry.decode(encoded)).usingRecursiveComparison().isEqualTo(entry);
    for (byte[] bad :
        List.of(new byte[0], new byte[13], java.util.Arrays.copyOf(encoded, 15), new byte[20])) {
      assertThatThrownBy(() -> LogEntry.decode(bad)).isInstanceOf(IOException.class);
    }
  }
}
