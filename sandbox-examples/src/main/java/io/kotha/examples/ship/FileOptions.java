package io.kotha.examples.ship;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Sandbox;
import java.util.List;
import picocli.CommandLine.Option;

/** What the room's file tree is made of. */
final class FileOptions {

  @Option(
      names = "--bind",
      paramLabel = "SRC:DST[:rw]",
      converter = Converters.Bind.class,
      description = "A file or directory of the host; read-only unless :rw is said.")
  private List<Mount.Bind> binds = List.of();

  @Option(
      names = "--tmpfs",
      paramLabel = "DST[:SIZE]",
      converter = Converters.Tmpfs.class,
      description = "An empty file system in memory; 64MiB unless said otherwise.")
  private List<Mount.Tmpfs> tmpfs = List.of();

  @Option(
      names = "--copy-in",
      paramLabel = "SRC:DST",
      converter = Converters.HostFirst.class,
      description = "A file of the host, copied in before the start.")
  private List<FilePair> copyIns = List.of();

  @Option(
      names = "--copy-out",
      paramLabel = "SRC:DST",
      converter = Converters.RoomFirst.class,
      description =
          "A file or directory of the room, copied to the host after the end: regular files only.")
  private List<FilePair> copyOuts = List.of();

  @Option(
      names = "--writable",
      description = "What is written to the root goes to memory and vanishes.")
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
