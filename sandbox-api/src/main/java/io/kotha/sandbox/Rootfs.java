package io.kotha.sandbox;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the room's {@code /} is made of. Read-only unless said otherwise. */
public sealed interface Rootfs {

  /** What happens to what the program writes below {@code /}, outside of other mounts. */
  enum Mode {
    /** Refused with {@code EROFS}. */
    READ_ONLY,
    /** Goes to memory (an overlay) and vanishes with the room; counts to its memory limit. */
    WRITABLE,
    /** Really written to the directory, with owners kept; idmapped when the JVM is root. */
    PERSISTENT
  }

  /** How writes are treated. */
  Mode mode();

  /** The same tree in another mode. */
  Rootfs mode(Mode mode);

  /** A directory that holds a whole root file system, such as an unpacked image. */
  static Rootfs of(Path directory) {
    return new Directory(directory, Mode.READ_ONLY);
  }

  /**
   * The host's own tool chain, read-only: {@code /usr}, {@code /bin}, {@code /sbin}, {@code /lib*}
   * and the few files of {@code /etc} that compilers and interpreters need; nothing else of the
   * host.
   */
  static Rootfs host() {
    return new Host(Mode.READ_ONLY);
  }

  /**
   * Just these programs of the host and the shared libraries that they load, each at its own path,
   * as {@code lddtree} lists them; the ELF headers are read, nothing is run.
   */
  static Rootfs programs(Path... programs) {
    return new Programs(List.copyOf(Arrays.asList(programs)), Mode.READ_ONLY);
  }

  /** See {@link Rootfs#of(Path)}. */
  record Directory(Path path, Mode mode) implements Rootfs {
    @Override
    public Directory mode(Mode value) {
      return new Directory(path, value);
    }
  }

  /** See {@link Rootfs#host()}. */
  record Host(Mode mode) implements Rootfs {
    public Host {
      refusePersistent(mode);
    }

    @Override
    public Host mode(Mode value) {
      return new Host(value);
    }
  }

  /** See {@link Rootfs#programs(Path...)}. */
  record Programs(List<Path> paths, Mode mode) implements Rootfs {
    public Programs {
      paths = List.copyOf(paths);
      refusePersistent(mode);
    }

    @Override
    public Programs mode(Mode value) {
      return new Programs(paths, value);
    }
  }

  private static void refusePersistent(Mode mode) {
    if (mode == Mode.PERSISTENT) {
      throw new IllegalArgumentException("only a rootfs directory can be persistent");
    }
  }
}
