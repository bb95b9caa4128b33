package io.kotha.benchmarks.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A directory with the tiny programs, which is the root of every room and every peer. */
public record RoomRoot(Path directory) implements AutoCloseable {

  /** Creates the directory below {@code java.io.tmpdir}. */
  public static RoomRoot create() throws IOException {
    Path directory = Files.createTempDirectory("kotha-bench-");
    // A room's ids own nothing on the host, so they need the permissions of others.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : List.of("proc", "dev", "tmp", "sys", "bin")) {
      Files.createDirectory(directory.resolve(name));
    }
    for (TinyProgram program : TinyProgram.values()) {
      program.writeBelow(directory);
    }
    return new RoomRoot(directory);
  }

  /** Returns the path of a program on the host. */
  public String onHost(TinyProgram program) {
    return directory + program.path();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
