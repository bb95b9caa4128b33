package io.kotha.benchmarks.proc;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The cgroups of this JVM's rooms. */
public final class Groups {

  private static final Path TOP = Path.of("/sys/fs/cgroup");

  private Groups() {}

  /** Returns the cgroups that contain this JVM's rooms, one for each hierarchy. */
  public static List<Path> ofThisJvm() throws IOException {
    String mine = "jvm-" + ProcessHandle.current().pid() + "-";
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        TOP,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (!directory.getFileName().toString().startsWith(mine)) {
              return FileVisitResult.CONTINUE;
            }
            found.add(directory);
            return FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  /** Counts the direct child cgroups of these. */
  public static long rooms(List<Path> groups) throws IOException {
    long count = 0;
    for (Path group : groups) {
      try (Stream<Path> all = Files.list(group)) {
        count += all.filter(Files::isDirectory).count();
      }
    }
    return count;
  }
}
