package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.elf.LinkView;
import io.kotha.sandbox.linux.elf.UntrustedFileException;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.MountPoints;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.plan.RootLayout.Entry;
import io.kotha.sandbox.linux.plan.RootLayout.Mapping;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Reads root directories from the disk and chooses the layout of each root. It remembers the
 * layouts that the kernel has refused, so that the next room gets another one at once. Thread-safe.
 */
public final class RootLayouts {

  private final AssembledRoots assembled;

  /** The features that the kernel refused for a directory, by its path without symbolic links. */
  private final Map<String, Refusals> refusals = new ConcurrentHashMap<>();

  private record Refusals(boolean idmap, boolean overlay) {
    static final Refusals NONE = new Refusals(false, false);

    Refusals or(Refusals other) {
      return new Refusals(idmap || other.idmap, overlay || other.overlay);
    }
  }

  /** Creates the layouts of roots on this kernel. */
  public RootLayouts(Native kernel) {
    this.assembled = new AssembledRoots(new HostFileSystem(new CallerFiles(kernel)));
  }

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
      RootLayout layout = with(assembled.of(rootfs), AddedFiles.resolver(spec));
      HiddenFiles.refuse(spec, layout);
      return layout;
    } catch (SandboxException e) {
      throw e;
    } catch (RefusedPathException | UntrustedFileException e) {
      throw new SandboxException("the rootfs cannot be used: " + e.getMessage(), e);
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
    Path real = CallerFiles.resolve(rootfs.path());
    if (!Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
      throw new SandboxException(
          "the rootfs "
              + rootfs.path()
              + (Files.exists(real, LinkOption.NOFOLLOW_LINKS)
                  ? " is not a directory"
                  : " does not exist")
              + ": name a directory that the JVM's user can read");
    }
    HiddenFiles.refuse(spec, real);
    return switch (rootfs.mode()) {
      case PERSISTENT -> persistent(real, spec);
      case WRITABLE ->
          ofDirectory(RootKind.OVERLAY, real, Mapping.IDMAPPED, AddedFiles.ofImage(real, spec));
      case READ_ONLY -> readOnly(real, spec);
    };
  }

  /**
   * Returns the directory itself, if it has every mount point: none is created on the host, where
   * it would stay.
   */
  private static RootLayout persistent(Path real, SandboxSpec spec) throws SandboxException {
    List<String> missing = new ArrayList<>();
    StringJoiner remedy = new StringJoiner(" && ");
    for (String point : MountPoints.inRoot(spec)) {
      Path there = real.resolve(point.substring(1));
      LinkView.Kind kind = kind(real, point);
      if (kind == LinkView.Kind.SYMLINK) {
        throw new SandboxException(
            "the mount point "
                + point
                + " of the persistent rootfs "
                + real
                + " is a symbolic link or lies behind one, which a program could have made: mount at"
                + " the path that it leads to, or replace it with a directory");
      }
      if (kind == LinkView.Kind.MISSING) {
        missing.add(point);
        remedy.add(
            isFile(spec, point)
                ? "mkdir -p " + there.getParent() + " && touch " + there
                : "mkdir -p " + there);
      }
    }
    if (!missing.isEmpty()) {
      throw new SandboxException(
          "the persistent rootfs "
              + real
              + " lacks mount points, and Kotha creates none on the host: "
              + String.join(", ", missing)
              + ". Create them: "
              + remedy);
    }
    return ofDirectory(RootKind.DIRECTORY, real, Mapping.IDMAPPED, List.of());
  }

  private static boolean isFile(SandboxSpec spec, String point) {
    return spec.files().mounts().stream()
        .anyMatch(
            mount ->
                mount instanceof Mount.Bind bind
                    && bind.target().equals(point)
                    && !Files.isDirectory(bind.source()));
  }

  private RootLayout readOnly(Path real, SandboxSpec spec) throws IOException {
    List<String> mountPoints = MountPoints.inRoot(spec);
    Refusals refused = refusals(real.toString());
    Mapping mapping = refused.idmap() ? Mapping.PLAIN : Mapping.IDMAPPED;
    if (mountPoints.stream().allMatch(point -> has(real, point))) {
      return ofDirectory(RootKind.DIRECTORY, real, mapping, List.of());
    }
    return refused.overlay()
        ? new RootLayout(RootKind.TMPFS, real.toString(), mapping, entries(real, mountPoints))
        : ofDirectory(RootKind.OVERLAY, real, mapping, AddedFiles.ofImage(real, spec));
  }

  private static RootLayout ofDirectory(
      RootKind kind, Path real, Mapping mapping, List<Entry> added) {
    return new RootLayout(kind, real.toString(), mapping, added);
  }

  private static RootLayout with(RootLayout layout, List<Entry> added) {
    if (added.isEmpty()) {
      return layout;
    }
    List<Entry> entries = new ArrayList<>(layout.entries());
    entries.addAll(added);
    return new RootLayout(layout.kind(), layout.path(), layout.mapping(), entries);
  }

  /** Returns whether a path exists without a symbolic link, which could lead to the host. */
  private static boolean has(Path root, String point) {
    LinkView.Kind kind = kind(root, point);
    return kind != LinkView.Kind.SYMLINK && kind != LinkView.Kind.MISSING;
  }

  /** Returns the kind of a file of a root; that of the first symbolic link on the way. */
  private static LinkView.Kind kind(Path root, String point) {
    HostLinks links = new HostLinks();
    LinkView.Kind kind = LinkView.Kind.DIRECTORY;
    Path at = root;
    for (Path name : Path.of(point)) {
      at = at.resolve(name);
      kind = links.kind(at);
      if (kind == LinkView.Kind.SYMLINK) {
        return kind;
      }
    }
    return kind;
  }

  private static List<Entry> entries(Path real, List<String> mountPoints) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> names = Files.list(real)) {
      for (Path path : names.sorted().toList()) {
        String target = "/" + path.getFileName();
        if (!mountPoints.contains(target)) {
          AssembledRoots.add(entries, target, path);
        }
      }
    }
    return entries;
  }
}
