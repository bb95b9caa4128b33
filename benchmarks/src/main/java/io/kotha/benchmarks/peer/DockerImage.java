package io.kotha.benchmarks.peer;

import io.kotha.benchmarks.subject.FullRoom;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.TinyProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Docker, with the root imported as an image that is removed on close. It needs a daemon. */
final class DockerImage implements Peer {

  private final String binary;
  private final String image;

  private DockerImage(String binary, String image) {
    this.binary = binary;
    this.image = image;
  }

  static Peer load(String binary, RoomRoot root) throws IOException {
    Path archive = Files.createTempFile("kotha-bench-", ".tar");
    try {
      Tool.run(List.of("tar", "-C", root.directory().toString(), "-cf", archive.toString(), "."));
      String image = "kotha-bench:" + ProcessHandle.current().pid();
      Tool.run(List.of(binary, "import", archive.toString(), image));
      return new DockerImage(binary, image);
    } finally {
      Files.delete(archive);
    }
  }

  @Override
  public List<String> command(TinyProgram program, List<String> arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                binary,
                "run",
                "--rm",
                "--network=none",
                "--read-only",
                "--tmpfs=/tmp",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--memory=" + FullRoom.MEMORY.bytes(),
                "--pids-limit=" + FullRoom.PIDS,
                "--cpus=" + FullRoom.CPUS,
                image,
                program.path()));
    words.addAll(arguments);
    return words;
  }

  @Override
  public void close() throws IOException {
    Tool.run(List.of(binary, "rmi", "--force", image));
  }
}
