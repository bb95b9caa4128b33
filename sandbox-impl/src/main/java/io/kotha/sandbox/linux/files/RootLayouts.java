package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.elf.ClosureEntry;
import io.kotha.sandbox.linux.elf.ElfClosure;
import io.kotha.sandbox.linux.plan.CopyTargets;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.plan.RootLayout.Entry;
import io.kotha.sandbox.linux.plan.RootLayout.EntryKind;
import io.kotha.sandbox.linux.plan.RootLayout.Mapping;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Reads root file systems from the disk and chooses the layout of each. It remembers the layouts
 * that the kernel has refused, so that the next room gets another one at once. Thread-safe.
 */
public final class RootLayouts {

  /** The directories of the host's programs and libraries. */
  private static final List<String> TOP =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

  /** Files of {@code /etc} that loaders and interpreters read to find libraries and modules. */
  private static final List<String> ETC =
      List.of(
          "/etc/alternatives",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d",
          "/etc/localtime",
          "/etc/nsswitch.conf",
          "/etc/perl");

  /** Debian keeps the configuration of each JDK and Python in a directory with this prefix. */
  private static final List<String> ETC_PREFIXES = List.of("java-", "python3");

  /** The features that the kernel refused for a directory, by its path without symbolic links. */
  private final Map<String, Refusals> refusals = new ConcurrentHashMap<>();

  private final Map<Rootfs, Known> known = new ConcurrentHashMap<>();

  private record Refusals(boolean idmap, boolean overlay) {
    static final Refusals NONE = new Refusals(false, false);

    Refusals or(Refusals other) {
      return new Refusals(idmap || other.idmap, overlay || other.overlay);
    }
  }

  /** A layout that depends on the root alone, and the state of the files it was read from. */
  private record Known(RootLayout layout, FileStamps stamps) {}

  /**
   * Returns the layout of a sandbox's root.
   *
   * @throws SandboxException if the root cannot be read, or files cannot be copied into it
   */
  public RootLayout of(SandboxSpec spec) throws SandboxException {
    Rootfs rootfs = spec.files().rootfs();
    try {
      if (rootfs instanceof Rootfs.Directory directory) {
        return directory(spec, directory);
      }
      refuseRoot(CopyTargets.newDirectories(spec));
      return assembled(rootfs);
    } catch (IOException e) {
      throw new SandboxException("the rootfs cannot be read: " + e, e);
    }
  }

  /**
   * Records that the kernel refused a layout, if another layout isolates as well. A writable or
   * persistent root has one layout only.
   *
   * @param layout of a room of this sandbox
   * @param step the step that failed
   * @return true if {@link #of} returns another layout from now on
   */
  public boolean recordRefusal(SandboxSpec spec, RootLayout layout, SetupStep step, int errno) {
    if (errno != Errno.EINVAL || spec.files().rootfs().mode() != Rootfs.Mode.READ_ONLY) {
      return false;
    }
    boolean idmap = step == SetupStep.IDMAP_MOUNT && layout.mapping() == Mapping.IDMAPPED;
    // An overlay refuses a lower directory with another mount below it.
    boolean overlay = step == SetupStep.ROOT && layout.kind() == RootKind.OVERLAY;
    if (idmap || overlay) {
      refusals.merge(layout.path(), new Refusals(idmap, overlay), Refusals::or);
    }
    // Also true if another start has recorded it meanwhile: this one has another layout to try.
    return idmap || overlay;
  }

  private Refusals refusals(String path) {
    return refusals.getOrDefault(path, Refusals.NONE);
  }

  private RootLayout directory(SandboxSpec spec, Rootfs.Directory rootfs)
      throws IOException, SandboxException {
    if (!Files.isDirectory(rootfs.path())) {
      throw new SandboxException(
          "the rootfs "
              + rootfs.path()
              + (Files.exists(rootfs.path()) ? " is not a directory" : " does not exist")
              + ": name a directory that the JVM's user can read");
    }
    Path real = rootfs.path().toRealPath();
    refuseHiding(real, CopyTargets.newDirectories(spec));
    return switch (rootfs.mode()) {
      case PERSISTENT -> ofDirectory(RootKind.DIRECTORY, real, Mapping.IDMAPPED);
      case WRITABLE -> ofDirectory(RootKind.OVERLAY, real, Mapping.IDMAPPED);
      case READ_ONLY -> readOnly(real, CopyTargets.mountPoints(spec));
    };
  }

  private RootLayout readOnly(Path real, List<String> mountPoints) throws IOException {
    Refusals refused = refusals(real.toString());
    Mapping mapping = refused.idmap() ? Mapping.PLAIN : Mapping.IDMAPPED;
    if (mountPoints.stream().allMatch(point -> has(real, point))) {
      return ofDirectory(RootKind.DIRECTORY, real, mapping);
    }
    return refused.overlay()
        ? new RootLayout(RootKind.TMPFS, real.toString(), mapping, entries(real, mountPoints))
        : ofDirectory(RootKind.OVERLAY, real, mapping);
  }

  private static RootLayout ofDirectory(RootKind kind, Path real, Mapping mapping) {
    return new RootLayout(kind, real.toString(), mapping, List.of());
  }

  /** Returns whether a path exists without a symbolic link, which could lead to the host. */
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

  private static List<Entry> entries(Path real, List<String> mountPoints) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> names = Files.list(real)) {
      for (Path path : names.sorted().toList()) {
        String target = "/" + path.getFileName();
        if (!mountPoints.contains(target)) {
          add(entries, target, path);
        }
      }
    }
    return entries;
  }

  private RootLayout assembled(Rootfs rootfs) throws IOException {
    Known before = known.get(rootfs);
    if (before != null && before.stamps().isCurrent()) {
      return before.layout();
    }
    boolean programs = rootfs instanceof Rootfs.Programs;
    List<Entry> entries = programs ? closure((Rootfs.Programs) rootfs) : host();
    RootLayout layout = new RootLayout(RootKind.TMPFS, "", Mapping.PLAIN, entries);
    List<Path> sources =
        programs
            ? entries.stream().map(entry -> Path.of(entry.target())).toList()
            : List.of(Path.of("/"), Path.of("/etc"));
    known.put(rootfs, new Known(layout, FileStamps.of(sources)));
    return layout;
  }

  private static List<Entry> host() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String path : TOP) {
      add(entries, path, Path.of(path));
    }
    for (String path : ETC) {
      addTarget(entries, path, Path.of(path));
    }
    try (Stream<Path> etc = Files.list(Path.of("/etc"))) {
      for (Path path : etc.filter(RootLayouts::isToolChain).sorted().toList()) {
        addTarget(entries, path.toString(), path);
      }
    }
    return entries;
  }

  private static boolean isToolChain(Path path) {
    String name = path.getFileName().toString();
    return ETC_PREFIXES.stream().anyMatch(name::startsWith);
  }

  /** Adds the target of a symbolic link instead of the link, whose path may not be in the room. */
  private static void addTarget(List<Entry> entries, String target, Path source)
      throws IOException {
    if (Files.exists(source)) {
      add(entries, target, source.toRealPath());
    }
  }

  private static void add(List<Entry> entries, String target, Path source) throws IOException {
    if (Files.isSymbolicLink(source)) {
      String text = Files.readSymbolicLink(source).toString();
      entries.add(new Entry(EntryKind.SYMLINK, target, text));
    } else if (Files.isDirectory(source)) {
      entries.add(new Entry(EntryKind.DIRECTORY, target, source.toRealPath().toString()));
    } else if (Files.isRegularFile(source)) {
      entries.add(new Entry(EntryKind.FILE, target, source.toRealPath().toString()));
    }
  }

  private static List<Entry> closure(Rootfs.Programs programs) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (ClosureEntry file : ElfClosure.of(programs.paths(), new HostFileSystem())) {
      String path = file.path().toString();
      entries.add(
          file.link()
              .map(link -> new Entry(EntryKind.SYMLINK, path, link))
              .orElseGet(() -> new Entry(EntryKind.FILE, path, path)));
    }
    return entries;
  }

  private static void refuseRoot(List<String> directories) throws SandboxException {
    if (directories.contains("/")) {
      throw new SandboxException(
          "copyIn to /: the root is read-only; copy to a directory such as /tmp or add writable()");
    }
  }

  /** Refuses copied files whose tmpfs would hide files of the rootfs. */
  private static void refuseHiding(Path real, List<String> directories)
      throws IOException, SandboxException {
    refuseRoot(directories);
    for (String directory : directories) {
      Path there = real.resolve(directory.substring(1));
      if (Files.isDirectory(there)) {
        try (Stream<Path> entries = Files.list(there)) {
          if (entries.findAny().isPresent()) {
            throw new SandboxException(
                "copyIn to "
                    + directory
                    + ": a tmpfs there would hide the files of the read-only root; copy to an empty"
                    + " or new directory, or add writable()");
          }
        }
      }
    }
  }
}
