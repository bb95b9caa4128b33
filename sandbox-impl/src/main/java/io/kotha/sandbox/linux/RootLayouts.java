package io.kotha.sandbox.linux;

import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.elf.ElfClosure;
import io.kotha.sandbox.linux.elf.TreePart;
import io.kotha.sandbox.linux.plan.CopyTargets;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.plan.RootLayout.Part;
import io.kotha.sandbox.linux.plan.RootLayout.PartKind;
import io.kotha.sandbox.linux.plan.RootLayout.Style;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Looks at a rootfs on the disk, for the planner. */
final class RootLayouts {

  /** Of the host's /etc: what tells a loader, a JDK or an interpreter where its parts are. */
  private static final List<String> ETC =
      List.of(
          "/etc/alternatives",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d",
          "/etc/localtime",
          "/etc/nsswitch.conf",
          "/etc/perl",
          "/etc/python3",
          "/etc/python3.11",
          "/etc/python3.12",
          "/etc/python3.13");

  private static final List<String> TOP =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

  private final Set<String> unlayerable = ConcurrentHashMap.newKeySet();
  private final Map<Rootfs, RootLayout> fixed = new ConcurrentHashMap<>();

  RootLayout of(SandboxSpec spec) throws SandboxException {
    Rootfs rootfs = spec.files().rootfs();
    try {
      if (rootfs instanceof Rootfs.Directory directory) {
        return directory(spec, directory);
      }
      RootLayout known = fixed.get(rootfs);
      if (known == null) {
        known = rootfs instanceof Rootfs.Programs programs ? programs(programs) : host();
        fixed.put(rootfs, known);
      }
      refuseRoot(CopyTargets.newDirectories(spec));
      return known;
    } catch (IOException e) {
      throw new SandboxException("the rootfs cannot be read: " + e, e);
    }
  }

  /**
   * Remembers that an overlay cannot have this directory below it (the kernel refuses one with a
   * mount in it); from now on its parts are bound one by one.
   */
  boolean giveUpLayering(RootLayout layout) {
    return layout.style() == Style.LAYERED && unlayerable.add(layout.path());
  }

  private RootLayout directory(SandboxSpec spec, Rootfs.Directory rootfs)
      throws IOException, SandboxException {
    if (!Files.isDirectory(rootfs.path())) {
      throw new SandboxException(
          "the rootfs "
              + rootfs.path()
              + (Files.exists(rootfs.path()) ? " is not a directory" : " does not exist"));
    }
    Path real = rootfs.path().toRealPath();
    refuseHiding(real, CopyTargets.newDirectories(spec));
    return switch (rootfs.mode()) {
      case PERSISTENT -> new RootLayout(Style.WHOLE, real.toString(), List.of());
      case WRITABLE -> new RootLayout(Style.LAYERED, real.toString(), List.of());
      case READ_ONLY -> readOnly(real, CopyTargets.mountPoints(spec));
    };
  }

  private RootLayout readOnly(Path real, List<String> mountPoints) throws IOException {
    if (mountPoints.stream().allMatch(point -> has(real, point))) {
      return new RootLayout(Style.WHOLE, real.toString(), List.of());
    }
    if (!unlayerable.contains(real.toString())) {
      return new RootLayout(Style.LAYERED, real.toString(), List.of());
    }
    return assembled(real, mountPoints);
  }

  /** Whether a path is there with no symbolic link on the way, which here would mean the host's. */
  private static boolean has(Path root, String point) {
    Path at = root;
    for (Path name : Path.of(point)) {
      at = at.resolve(name);
      if (Files.isSymbolicLink(at)) {
        return false;
      }
    }
    return Files.exists(at);
  }

  private static RootLayout assembled(Path real, List<String> mountPoints) throws IOException {
    List<Part> parts = new ArrayList<>();
    try (Stream<Path> entries = Files.list(real)) {
      for (Path entry : entries.sorted().toList()) {
        String target = "/" + entry.getFileName();
        if (!mountPoints.contains(target)) {
          add(parts, target, entry);
        }
      }
    }
    return new RootLayout(Style.ASSEMBLED, "", parts);
  }

  private static RootLayout host() throws IOException {
    List<Part> parts = new ArrayList<>();
    for (String path : TOP) {
      add(parts, path, Path.of(path));
    }
    for (String path : ETC) {
      addReadable(parts, path, Path.of(path));
    }
    try (Stream<Path> etc = Files.list(Path.of("/etc"))) {
      for (Path jdk : etc.filter(p -> p.getFileName().toString().startsWith("java-")).toList()) {
        addReadable(parts, jdk.toString(), jdk); // Debian keeps a JDK's configuration there
      }
    }
    return new RootLayout(Style.ASSEMBLED, "", parts);
  }

  private static void addReadable(List<Part> parts, String target, Path source) throws IOException {
    if (Files.exists(source)) {
      // The file itself, not the link: what a link names may be outside of what the room has.
      add(parts, target, source.toRealPath());
    }
  }

  private static void add(List<Part> parts, String target, Path source) throws IOException {
    if (Files.isSymbolicLink(source)) {
      parts.add(new Part(PartKind.SYMLINK, target, Files.readSymbolicLink(source).toString()));
    } else if (Files.isDirectory(source)) {
      parts.add(new Part(PartKind.DIRECTORY, target, source.toRealPath().toString()));
    } else if (Files.isRegularFile(source)) {
      parts.add(new Part(PartKind.FILE, target, source.toRealPath().toString()));
    }
  }

  private static RootLayout programs(Rootfs.Programs programs) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (TreePart part : ElfClosure.of(programs.paths(), new HostFileSystem())) {
      String path = part.path().toString();
      parts.add(
          part.link()
              .map(link -> new Part(PartKind.SYMLINK, path, link))
              .orElseGet(() -> new Part(PartKind.FILE, path, path)));
    }
    return new RootLayout(Style.ASSEMBLED, "", parts);
  }

  private static void refuseRoot(List<String> directories) throws SandboxException {
    if (directories.contains("/")) {
      throw new SandboxException(
          "a file cannot be copied to / of a read-only root: choose a directory, or writable()");
    }
  }

  /** A tmpfs for copied files must not hide what the image has there. */
  private static void refuseHiding(Path real, List<String> directories)
      throws IOException, SandboxException {
    refuseRoot(directories);
    for (String directory : directories) {
      Path there = real.resolve(directory.substring(1));
      if (Files.isDirectory(there)) {
        try (Stream<Path> entries = Files.list(there)) {
          if (entries.findAny().isPresent()) {
            throw new SandboxException(
                "copying a file to "
                    + directory
                    + " of a read-only root would hide what is there: copy to a directory of its"
                    + " own, or use writable()");
          }
        }
      }
    }
  }
}
