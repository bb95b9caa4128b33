package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.linux.elf.ClosureEntry;
import io.kotha.sandbox.linux.elf.ElfClosure;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.plan.RootLayout.Entry;
import io.kotha.sandbox.linux.plan.RootLayout.EntryKind;
import io.kotha.sandbox.linux.plan.RootLayout.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The roots that are assembled from files of the host: its tool chain, or single programs. A layout
 * is remembered until one of the files changes. Thread-safe.
 */
final class AssembledRoots {

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

  private final Map<Rootfs, Known> known = new ConcurrentHashMap<>();
  private final HostFileSystem files;

  /** A layout that depends on the root alone, and the state of the files it was read from. */
  private record Known(RootLayout layout, FileStamps stamps) {}

  AssembledRoots(HostFileSystem files) {
    this.files = files;
  }

  /** Returns the layout of a root that is not a directory. */
  RootLayout of(Rootfs rootfs) throws IOException {
    Known before = known.get(rootfs);
    if (before != null && before.stamps().isCurrent()) {
      return before.layout();
    }
    boolean programs = rootfs instanceof Rootfs.Programs;
    List<Entry> entries = programs ? closure((Rootfs.Programs) rootfs) : host();
    List<Path> sources =
        programs
            ? entries.stream().map(entry -> Path.of(entry.target())).toList()
            : List.of(Path.of("/"), Path.of("/etc"), Path.of("/etc/nsswitch.conf"));
    entries.addAll(AddedFiles.ofAssembledRoot());
    RootLayout layout = new RootLayout(RootKind.TMPFS, "", Mapping.PLAIN, entries);
    known.put(rootfs, new Known(layout, FileStamps.of(sources)));
    return layout;
  }

  private static List<Entry> host() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String path : TOP) {
      add(entries, path, Path.of(path));
    }
    List<Entry> nameServices = AddedFiles.nameServices();
    entries.addAll(nameServices);
    for (String path : ETC) {
      if (nameServices.stream().noneMatch(entry -> entry.target().equals(path))) {
        addTarget(entries, path, Path.of(path));
      }
    }
    try (Stream<Path> etc = Files.list(Path.of("/etc"))) {
      for (Path path : etc.filter(AssembledRoots::isToolChain).sorted().toList()) {
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
      add(entries, target, CallerFiles.resolve(source));
    }
  }

  /**
   * Adds a link, a directory or a regular file; any other kind of file stays out of the room. The
   * parent has no symbolic link in its path. A link that takes the place of the file later is
   * refused by the helper.
   */
  static void add(List<Entry> entries, String target, Path source) throws IOException {
    HostLinks links = new HostLinks();
    switch (links.kind(source)) {
      case SYMLINK -> entries.add(new Entry(EntryKind.SYMLINK, target, links.link(source)));
      case DIRECTORY -> entries.add(new Entry(EntryKind.DIRECTORY, target, source.toString()));
      case FILE -> entries.add(new Entry(EntryKind.FILE, target, source.toString()));
      case OTHER, MISSING -> {}
    }
  }

  private List<Entry> closure(Rootfs.Programs programs) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (ClosureEntry file : ElfClosure.of(programs.paths(), files)) {
      String path = file.path().toString();
      entries.add(
          file.link()
              .map(link -> new Entry(EntryKind.SYMLINK, path, link))
              .orElseGet(() -> new Entry(EntryKind.FILE, path, path)));
    }
    return entries;
  }
}
