package io.kotha.examples.ship.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    LogReader.read(
        container,
        entry -> {
          if (entry.source() == source) {
            found.writeBytes(entry.bytes());
          }
        });
    return found.toString(StandardCharsets.UTF_8);
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void streamsAreKeptApart() throws IOException {
    assertThat(read(LogEntry.Source.STDOUT)).as("no log yet").isEmpty();
    try (LogWriter log = LogWriter.of(container)) {
      log.drain(LogEntry.Source.STDOUT, bytes("out"));
      log.drain(LogEntry.Source.STDERR, bytes("err"));
      assertThat(read(LogEntry.Source.STDOUT)).isEqualTo("out");
    }
    assertThat(read(LogEntry.Source.STDERR)).isEqualTo("err");
  }

  @Test
  void sizeIsBoundedAndTheEndIsKept() throws IOException {
    try (LogWriter log = LogWriter.of(container)) {
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
    try (LogWriter log = LogWriter.of(container)) {
      log.drain(LogEntry.Source.STDOUT, bytes("whole"));
      log.drain(LogEntry.Source.STDOUT, bytes("cut"));
    }
    byte[] all = Files.readAllBytes(container.log());
    Files.write(container.log(), java.util.Arrays.copyOf(all, all.length - 1));
    assertThat(read(LogEntry.Source.STDOUT)).isEqualTo("whole");
  }

  @Test
  void streamIsReadToItsEndAfterTheLogWasRemoved() throws IOException {
    try (LogWriter log = LogWriter.of(container)) {
      Files.delete(container.log());
      ByteArrayInputStream stream = bytes("x".repeat(3_000_000));
      log.drain(LogEntry.Source.STDOUT, stream);
      assertThat(stream.available()).isZero();
    }
  }
}
