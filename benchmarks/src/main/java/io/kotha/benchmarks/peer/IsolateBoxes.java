package io.kotha.benchmarks.peer;

import io.kotha.benchmarks.subject.FullRoom;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.TinyProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Boxes of isolate, one per thread: a box runs one program at a time and can be reused. They are
 * created before the measurement, as isolate's users do.
 */
final class IsolateBoxes implements Peer {

  private final String binary;
  private final RoomRoot root;
  private final List<String> groups;
  private final Map<Thread, Integer> boxes = new ConcurrentHashMap<>();

  private IsolateBoxes(String binary, RoomRoot root, List<String> groups) throws IOException {
    this.binary = binary;
    this.root = root;
    this.groups = groups;
    box();
  }

  static Peer withGroups(String binary, RoomRoot root) throws IOException {
    return new IsolateBoxes(binary, root, List.of("--cg"));
  }

  static Peer withoutGroups(String binary, RoomRoot root) throws IOException {
    return new IsolateBoxes(binary, root, List.of());
  }

  @Override
  public List<String> command(TinyProgram program, List<String> arguments) throws IOException {
    long kibibytes = FullRoom.MEMORY.bytes() / 1024;
    List<String> words = new ArrayList<>(words(box()));
    words.addAll(
        List.of(
            "--silent",
            "--processes=" + FullRoom.PIDS,
            (groups.isEmpty() ? "--mem=" : "--cg-mem=") + kibibytes,
            "--no-default-dirs",
            "--dir=bin=" + root.directory().resolve("bin"),
            "--dir=proc=proc:fs",
            "--dir=tmp=:tmp",
            "--run",
            "--",
            program.path()));
    words.addAll(arguments);
    return words;
  }

  @Override
  public void close() throws IOException {
    for (int box : boxes.values()) {
      Tool.run(Stream.concat(words(box).stream(), Stream.of("--cleanup")).toList());
    }
  }

  private synchronized int box() throws IOException {
    Integer known = boxes.get(Thread.currentThread());
    if (known != null) {
      return known;
    }
    int box = boxes.size();
    Tool.run(Stream.concat(words(box).stream(), Stream.of("--init")).toList());
    boxes.put(Thread.currentThread(), box);
    return box;
  }

  private List<String> words(int box) {
    return Stream.concat(Stream.of(binary, "--box-id=" + box), groups.stream()).toList();
  }
}
