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

/** Access to files of {@code /proc} and cgroupfs, and the kernel's errors in words. */
public final class CgroupFile {

  private CgroupFile() {}

  /**
   * Writes a value by one system call. Never creates the file: on cgroupfs that would turn a file
   * that the kernel does not have into a misleading "permission denied". A stream, because an
   * interrupt of the caller closes a channel.
   */
  public static void write(Path file, String value) throws IOException {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      out.write(value.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** What the kernel said, as {@code strerror(3)} has it. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "Permission denied"; // these three leave the reason out
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
