package io.kotha.benchmarks.accuracy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A C program that uses a given amount of a resource, compiled by the host's gcc. */
final class Payload {

  /** The time limit of a run that does not end. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final int PROCESSES = 100;

  private final Path root;
  private final Path binary;

  private Payload(Path root, Path binary) {
    this.root = root;
    this.binary = binary;
  }

  /**
   * Compiles {@code NAME.c} of this package's resources.
   *
   * @param directory an empty directory, which becomes the root of the program's rooms
   */
  static Payload compile(String name, Path directory) throws IOException, InterruptedException {
    for (String mountPoint : List.of("proc", "dev", "tmp", "files")) {
      open(Files.createDirectory(directory.resolve(mountPoint)));
    }
    Path source = directory.resolve(name + ".c");
    try (InputStream in = Payload.class.getResourceAsStream(name + ".c")) {
      if (in == null) {
        throw new IOException("no resource " + name + ".c");
      }
      Files.copy(in, source);
    }
    Path binary = directory.resolve(name);
    List<String> gcc = List.of("gcc", "-std=gnu11", "-O1", "-pthread", "-static", "-o");
    execute(Stream.concat(gcc.stream(), Stream.of(binary.toString(), source.toString())).toList());
    open(binary);
    return new Payload(open(directory), binary);
  }

  /** Returns a room in which every limit is set and too high to be reached. */
  Sandbox room() {
    return Sandbox.rootfs(root)
        .memory(MemorySize.MB(512))
        .tmpSize(MemorySize.MB(256))
        .pids(PROCESSES)
        .cpuTime(TIMEOUT)
        .wallTime(TIMEOUT);
  }

  private static List<String> argv(String program, Object... arguments) {
    List<String> argv = new ArrayList<>(List.of(program));
    for (Object argument : arguments) {
      argv.add(argument.toString());
    }
    return argv;
  }

  /** Runs the program, which must exit with status 0. */
  SandboxResult run(Sandbox room, Object... arguments) throws IOException, InterruptedException {
    SandboxResult result = room.run(command(arguments));
    if (!result.verdict().isSuccess()) {
      throw new IllegalStateException(
          List.of(arguments) + " ended with " + result.verdict() + ": " + result.stderr());
    }
    return result;
  }

  /** Runs the program, which must exceed its time limit. */
  SandboxResult runOut(Sandbox limited, Verdict.Clock clock, Object... arguments)
      throws IOException, InterruptedException {
    SandboxResult result = limited.run(command(arguments));
    if (result.verdict() instanceof Verdict.TimeExceeded exceeded && exceeded.clock() == clock) {
      return result;
    }
    throw new IllegalStateException(List.of(arguments) + " ended with " + result.verdict());
  }

  /** Runs the program on the host, without a room. */
  void onHost(Object... arguments) throws IOException, InterruptedException {
    execute(argv(binary.toString(), arguments));
  }

  private static void execute(List<String> argv) throws IOException, InterruptedException {
    int status = new ProcessBuilder(argv).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(argv + " ended with " + status);
    }
  }

  private Command command(Object... arguments) {
    return Command.of(argv("/" + binary.getFileName(), arguments));
  }

  private static Path open(Path path) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
