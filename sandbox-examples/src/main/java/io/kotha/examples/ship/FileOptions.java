package io.kotha.examples.ship;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that describe the room's file tree. */
final class FileOptions {

  /** One mount. The group keeps the mounts of both options in the order of the arguments. */
  private static final class MountOption {

    @Option(
        names = "--bind",
        paramLabel = "SRC:DST[:rw]",
        converter = Converters.Bind.class,
        description = "Binds a host's file or directory; read-only without :rw.")
    private Mount.@Nullable Bind bind;

    @Option(
        names = "--tmpfs",
        paramLabel = "DST[:SIZE]",
        converter = Converters.Tmpfs.class,
        description = "Mounts an empty tmpfs; 64MiB by default.")
    private Mount.@Nullable Tmpfs tmpfs;

    Mount mount() {
      Mount mount = bind != null ? bind : tmpfs;
      return Objects.requireNonNull(mount, "picocli has set one of the two");
    }

    /** Returns the number of directories on the way to the mount point. */
    int depth() {
      return Path.of(bind != null ? bind.target() : mount().target()).getNameCount();
    }
  }

  @ArgGroup(multiplicity = "0..*")
  private List<MountOption> mounts = new ArrayList<>(); // picocli adds to it

  @Option(
      names = "--copy-in",
      paramLabel = "SRC:DST",
      converter = Converters.HostFirst.class,
      description = "Copies a host's file into the room before the start.")
  private List<FilePair> copyIns = List.of();

  @Option(
      names = "--copy-out",
      paramLabel = "SRC:DST",
      converter = Converters.RoomFirst.class,
      description =
          "Copies a file or directory from the room to the host after the end; regular files only.")
  private List<FilePair> copyOuts = List.of();

  @Option(
      names = "--writable",
      description = "Makes the root writable; changes stay in memory and are discarded.")
  private boolean writable;

  Sandbox apply(Sandbox sandbox) {
    Sandbox s = writable ? sandbox.writable() : sandbox;
    // A later mount hides what lies below its mount point, so the deeper mounts come later.
    for (MountOption option :
        mounts.stream().sorted(Comparator.comparingInt(MountOption::depth)).toList()) {
      s = s.mount(option.mount());
    }
    for (FilePair pair : copyIns) {
      s = s.copyIn(pair.host(), pair.room());
    }
    for (FilePair pair : copyOuts) {
      s = s.copyOut(pair.room(), pair.host());
    }
    return s;
  }
}
