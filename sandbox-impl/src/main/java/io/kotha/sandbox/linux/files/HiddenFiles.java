package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.elf.LinkTracer;
import io.kotha.sandbox.linux.elf.LinkView;
import io.kotha.sandbox.linux.plan.CopyTargets;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that a copy would hide: a file is copied to a read-only directory by mounting a tmpfs
 * there.
 */
final class HiddenFiles {

  private final RoomLinks room;

  /** The entries of an assembled root. */
  private final List<RootLayout.Entry> entries;

  private HiddenFiles(RoomLinks room, List<RootLayout.Entry> entries) {
    this.room = room;
    this.entries = entries;
  }

  /**
   * Refuses copies into directories of an image or of a read-only bind that hold files.
   *
   * @param image the root directory
   */
  static void refuse(SandboxSpec spec, Path image) throws IOException, SandboxException {
    RoomLinks room = new RoomLinks(spec.files().mounts(), Optional.of(image));
    new HiddenFiles(room, List.of()).refuse(spec);
  }

  /**
   * Refuses copies into directories that an assembled root has or in which it has entries, and into
   * directories of a read-only bind that hold files.
   */
  static void refuse(SandboxSpec spec, RootLayout assembled) throws IOException, SandboxException {
    RoomLinks room = new RoomLinks(spec.files().mounts(), Optional.empty());
    new HiddenFiles(room, assembled.entries()).refuse(spec);
  }

  private void refuse(SandboxSpec spec) throws IOException, SandboxException {
    List<String> directories = CopyTargets.newDirectories(spec);
    if (directories.contains("/")) {
      throw new SandboxException(
          "copyIn to /: the root is read-only; copy to a directory such as /tmp or add writable()");
    }
    for (String directory : directories) {
      if (holdsFiles(Path.of(directory))) {
        throw new SandboxException(
            "copyIn to "
                + directory
                + ": a tmpfs there would hide the files of the read-only root or bind; copy to an"
                + " empty or new directory, or add writable()");
      }
    }
  }

  private boolean holdsFiles(Path directory) throws IOException {
    LinkTracer.Trace trace = new LinkTracer(room).trace(directory);
    if (trace.kind() != LinkView.Kind.DIRECTORY) {
      return false;
    }
    Path real = trace.real();
    boolean listed =
        room.isInRoot(real) && entries.stream().anyMatch(entry -> overlaps(entry, real));
    return listed || holdsFiles(room.source(real));
  }

  private static boolean overlaps(RootLayout.Entry entry, Path directory) {
    return FileTree.isBelow(entry.target(), directory.toString())
        || FileTree.isBelow(directory.toString(), entry.target());
  }

  private static boolean holdsFiles(Optional<Path> source) throws IOException {
    if (source.isEmpty() || !Files.isDirectory(source.get(), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.list(source.get())) {
      return files.findAny().isPresent();
    }
  }
}
