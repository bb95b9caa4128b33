package io.kotha.examples.ship.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The files of a log, numbered from 1. Two of them are kept. When a file is full, the writer
 * creates the next one and then deletes the one before: a file that has a successor is complete.
 */
final class LogFiles {

  private static final String PREFIX = "log-";

  private final Path directory;

  LogFiles(Path directory) {
    this.directory = directory;
  }

  Path file(long number) {
    return directory.resolve(PREFIX + number);
  }

  /** Returns the lowest number above another; 0 if there is no such file. */
  long after(long number) throws IOException {
    if (Files.exists(file(number + 1), LinkOption.NOFOLLOW_LINKS)) {
      return number + 1;
    }
    long lowest = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path file : files) {
        long found = Long.parseLong(file.getFileName().toString().substring(PREFIX.length()));
        if (found > number && (lowest == 0 || found < lowest)) {
          lowest = found;
        }
      }
    } catch (NoSuchFileException e) {
      return 0; // the container was removed
    } catch (NumberFormatException e) {
      throw new IOException("the log is damaged", e);
    }
    return lowest;
  }
}
