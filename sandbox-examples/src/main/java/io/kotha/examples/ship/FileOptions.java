package io.kotha.examples.ship;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Sandbox;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that describe the room's file tree. */
final class FileOptions {

  @Option(
      names = "--bind",
      paramLabel = "SRC:DST[:rw]",
      converter = Converters.Bind.class,
      description = "Binds a host's file or directory; read-only without :rw.")
  private List<Mount.Bind> binds = List.of();

  @Option(
      names = "--tmpfs",
      paramLabel = "DST[:SIZE]",
      converter = Converters.Tmpfs.class,
      description = "Mounts an empty tmpfs; 64MiB by default.")
  private List<Mount.Tmpfs> tmpfs = List.of();

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
    for (Mount mount : tmpfs) {
      s = s.mount(mount);
    }
    for (Mount mount : binds) {
      s = s.mount(mount);
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
