package io.kotha.benchmarks.peer;

import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.TinyProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** An OCI runtime. The bundle of a command is written before the measurement. */
final class OciRuntime implements Peer {

  private final List<String> words;
  private final OciConfig config;
  private final Path directory;
  private final Path noop;
  private final AtomicLong started = new AtomicLong();

  private OciRuntime(String binary, OciConfig config, List<String> options) throws IOException {
    this.config = config;
    this.directory = Files.createTempDirectory("kotha-bench-oci-");
    this.words = new ArrayList<>(List.of(binary, "--root", directory.resolve("state").toString()));
    this.words.addAll(options);
    this.noop = bundle("noop", List.of(TinyProgram.NOOP.path()));
  }

  static Peer open(String binary, RoomRoot root) throws IOException {
    return new OciRuntime(binary, OciConfig.limited(root), List.of());
  }

  static Peer openWithoutGroups(String binary, RoomRoot root) throws IOException {
    return new OciRuntime(binary, OciConfig.unlimited(root), List.of());
  }

  static Peer openCrunWithoutGroups(String binary, RoomRoot root) throws IOException {
    return new OciRuntime(
        binary, OciConfig.unlimited(root), List.of("--cgroup-manager", "disabled"));
  }

  @Override
  public List<String> command(TinyProgram program, List<String> arguments) throws IOException {
    String id = "kotha-bench-" + ProcessHandle.current().pid() + "-" + started.incrementAndGet();
    Path bundle =
        program == TinyProgram.NOOP
            ? noop
            : bundle(id, Stream.concat(Stream.of(program.path()), arguments.stream()).toList());
    List<String> command = new ArrayList<>(words);
    command.addAll(List.of("run", "--bundle", bundle.toString(), id));
    return command;
  }

  private Path bundle(String name, List<String> argv) throws IOException {
    Path bundle = Files.createDirectory(directory.resolve(name));
    Files.writeString(bundle.resolve("config.json"), config.json(argv));
    return bundle;
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
