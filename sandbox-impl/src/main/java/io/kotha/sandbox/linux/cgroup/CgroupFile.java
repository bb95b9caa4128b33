package io.kotha.sandbox.linux.cgroup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes files of {@code /proc} and cgroupfs, and translates the kernel's errors to text. */
public final class CgroupFile {

  private CgroupFile() {}

  /**
   * Writes a value with one system call. Never creates the file: on cgroupfs, creating a file that
   * the kernel does not have fails with a misleading EACCES. Uses a stream, because an interrupt of
   * the calling thread would close a channel.
   */
  public static void write(Path file, String value) throws IOException {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      out.write(value.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Returns the reason of an error in the wording of {@code strerror(3)}. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "Permission denied"; // these three types of exception have no reason
    } else if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    } else if (e instanceof FileAlreadyExistsException) {
      return "File exists";
    } else if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    } else {
      return String.valueOf(e.getMessage());
    }
  }
}
