package io.kotha.examples.ship.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the log of a container. */
public final class LogReader {

  /** A use of each entry. */
  public interface Use {
    /** Uses an entry. */
    void of(LogEntry entry) throws IOException;
  }

  private LogReader() {}

  /** Reads what the log has now, oldest first. */
  public static void read(Container container, Use use) throws IOException {
    read(LogWriter.older(container.log()), use);
    read(container.log(), use);
  }

  private static void read(Path path, Use use) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)))) {
      for (Optional<LogEntry> e = LogEntry.read(in); e.isPresent(); e = LogEntry.read(in)) {
        use.of(e.get());
      }
    } catch (NoSuchFileException e) {
      return; // nothing was written
    }
  }
}
