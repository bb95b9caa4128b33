package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.plan.CopyTargets;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that a copy would hide: a file is copied to a read-only directory by mounting a tmpfs
 * there.
 */
final class HiddenFiles {

  private HiddenFiles() {}

  /**
   * Refuses copies into directories of an image that hold files.
   *
   * @param image the root directory
   */
  static void refuse(SandboxSpec spec, Path image) throws IOException, SandboxException {
    List<String> directories = directories(spec);
    for (String directory : directories) {
      refuseUnlessEmpty(directory, image.resolve(directory.substring(1)));
    }
    refuseInBinds(spec, directories);
  }

  /** Refuses copies into directories that an assembled root has, or in which it has entries. */
  static void refuse(SandboxSpec spec, RootLayout assembled) throws IOException, SandboxException {
    List<String> directories = directories(spec);
    for (String directory : directories) {
      for (RootLayout.Entry entry : assembled.entries()) {
        if (isBelow(entry.target(), directory) || isBelow(directory, entry.target())) {
          throw hides(directory);
        }
      }
    }
    refuseInBinds(spec, directories);
  }

  private static List<String> directories(SandboxSpec spec) throws SandboxException {
    List<String> directories = CopyTargets.newDirectories(spec);
    if (directories.contains("/")) {
      throw new SandboxException(
          "copyIn to /: the root is read-only; copy to a directory such as /tmp or add writable()");
    }
    return directories;
  }

  private static void refuseInBinds(SandboxSpec spec, List<String> directories)
      throws IOException, SandboxException {
    for (Mount mount : spec.files().mounts()) {
      for (String directory : directories) {
        if (mount instanceof Mount.Bind bind && isBelow(directory, bind.target())) {
          String rest = directory.substring(bind.target().length());
          Path source = CallerFiles.resolve(bind.source());
          refuseUnlessEmpty(directory, rest.isEmpty() ? source : source.resolve(rest.substring(1)));
        }
      }
    }
  }

  private static void refuseUnlessEmpty(String directory, Path there)
      throws IOException, SandboxException {
    if (Files.isDirectory(there)) {
      try (Stream<Path> entries = Files.list(there)) {
        if (entries.findAny().isPresent()) {
          throw hides(directory);
        }
      }
    }
  }

  private static SandboxException hides(String directory) {
    return new SandboxException(
        "copyIn to "
            + directory
            + ": a tmpfs there would hide the files of the read-only root or bind; copy to an empty"
            + " or new directory, or add writable()");
  }

  private static boolean isBelow(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }
}
