package io.kotha.sandbox.linux.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.linux.fixture.Rooms;
import java.nio.file.Path;
import java.util.Optional;

/** Every path of a caller that the JVM opens, creates or truncates. */
enum CallerPath {
  COPY_IN("copyIn") {
    @Override
    Optional<String> of(Path path) throws Exception {
      return read(Rooms.minimal().copyIn(path, "/tmp/in"), Command.of("/bin/cat", "/tmp/in"));
    }
  },
  STDIN("Stdio.from") {
    @Override
    Optional<String> of(Path path) throws Exception {
      return read(Rooms.minimal(), Command.of("/bin/cat").stdin(Stdio.from(path)));
    }
  },
  STDOUT("Stdio.to") {
    @Override
    Optional<String> of(Path path) throws Exception {
      return read(Rooms.minimal(), echo("overwritten").stdout(Stdio.to(path)));
    }
  },
  STDERR("Stdio.to, stderr") {
    @Override
    Optional<String> of(Path path) throws Exception {
      return read(Rooms.minimal(), echo("overwritten").stderr(Stdio.to(path)));
    }
  },
  COPY_OUT("copyOut") {
    @Override
    Optional<String> of(Path path) throws Exception {
      return read(Rooms.minimal().copyOut("/tmp/out", path), echo("overwritten"));
    }
  },
  COPY_OUT_TREE("copyOut of a directory") {
    @Override
    Optional<String> of(Path path) throws Exception {
      return read(Rooms.minimal().copyOut("/tmp/tree", path), echo("overwritten"));
    }
  },
  BIND("bind") {
    @Override
    Optional<String> of(Path path) throws Exception {
      return read(Rooms.minimal().bind(path, "/mnt"), show("/mnt"));
    }
  },
  ROOTFS("Rootfs.of") {
    @Override
    Optional<String> of(Path path) throws Exception {
      return read(Rooms.on(path), Command.of("/sh", "-c", "while read a; do echo $a; done </file"));
    }
  },
  PROGRAM("Rootfs.programs") {
    @Override
    Optional<String> of(Path path) throws Exception {
      return read(Rooms.on(Rootfs.programs(path, Path.of("/bin/cat"))), show(path.toString()));
    }
  };

  private final String label;

  CallerPath(String label) {
    this.label = label;
  }

  /** Uses the path; returns what the room printed, or nothing if it did not start. */
  abstract Optional<String> of(Path path) throws Exception;

  /** Uses the path, which may be gone or another file by now. */
  Optional<String> tried(Path path) throws Exception {
    try {
      return of(path);
    } catch (AssertionError refusedForAnotherReason) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return label;
  }

  private static Command echo(String text) {
    String script = "echo " + text + " > /tmp/out; mkdir -p /tmp/tree; echo " + text;
    return Command.of("/bin/sh", "-c", script + " > /tmp/tree/file; echo " + text + " >&2; echo x");
  }

  private static Command show(String path) {
    return Command.of("/bin/cat", path, path + "/file");
  }

  private static Optional<String> read(Sandbox room, Command command) throws Exception {
    try {
      SandboxResult result = room.run(command);
      return Optional.of(result.stdout() + result.stderr());
    } catch (SandboxException refused) {
      assertThat(refused).hasMessageContaining("ELOOP");
      return Optional.empty();
    }
  }
}
