package io.kotha.sandbox;

import io.kotha.sandbox.internal.Arguments;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The source of a room's {@code /}; read-only unless another mode is chosen. Immutable. */
public sealed interface Rootfs {

  /** The treatment of writes below {@code /}, outside of other mounts. */
  enum Mode {
    /** A write gets {@code EROFS}. */
    READ_ONLY,
    /**
     * Writes go to a tmpfs, which counts to the room's memory limit and vanishes with the room. For
     * a directory, the tmpfs is the upper layer of an overlay. For {@link Rootfs#host()} and {@link
     * Rootfs#programs}, the program can write beside the host's files but not to them.
     */
    WRITABLE,
    /**
     * Writes go to the directory on the host and stay there; only {@link Rootfs#of} has this mode.
     * If the JVM is root, the mount is idmapped, so that files keep their owners; what uid 0 of the
     * room creates belongs to root on the host.
     *
     * <p>The directory must have every mount point: {@code /proc}, {@code /dev}, {@code /tmp} and
     * the target of each {@link Mount}. A missing one is a {@link SandboxException} when a room
     * starts, because Kotha creates nothing on the host. Rooms that share the directory can remove
     * each other's mount points; the kernel then detaches the mount there.
     */
    PERSISTENT
  }

  /** Returns the treatment of writes. */
  Mode mode();

  /**
   * Returns the same tree in another mode.
   *
   * @throws IllegalArgumentException for {@link Mode#PERSISTENT}, if the tree is not a directory
   */
  Rootfs mode(Mode mode);

  /**
   * Returns a directory that holds a whole root file system, such as an unpacked image. A symbolic
   * link in its path that is not the system's is a {@link SandboxException} when a room starts.
   *
   * <p>If the room has an overlay over it (it is {@linkplain Mode#WRITABLE writable}, or lacks a
   * mount point), the overlay adds {@code /etc/hosts} and, where the network namespace is shared,
   * {@code /etc/resolv.conf}, unless the image has them with content.
   */
  static Rootfs of(Path directory) {
    Arguments.requireHostPath("directory", directory);
    return new Directory(directory, Mode.READ_ONLY);
  }

  /**
   * Returns the host's own tool chain: {@code /usr}, {@code /bin}, {@code /sbin}, {@code /lib*} and
   * the few files of {@code /etc} that compilers and interpreters need. No other file of the host
   * is visible.
   *
   * <p>{@code /etc/passwd}, {@code /etc/group} and {@code /etc/hosts} are generated: root, nobody,
   * and a {@code user} with the ids of the room's user, each with the home {@code /tmp}; {@code
   * localhost} and the room's host name. A room that shares the network namespace also has the
   * host's {@code /etc/resolv.conf}.
   */
  static Rootfs host() {
    return new Host(Mode.READ_ONLY);
  }

  /**
   * Returns these programs of the host and the shared libraries that they need, each at its own
   * path, as {@code lddtree} lists them. The provider reads the ELF headers and runs nothing. A
   * library that is not found is a {@link SandboxException} when a room starts. The root also has
   * the generated files of {@link #host()}.
   *
   * <p>The programs may be untrusted. An interpreter, loader or library that one of them names must
   * lie in a directory of the system ({@code /usr}, {@code /bin}, {@code /lib*}, {@code /opt},
   * {@code /nix/store}, those of {@code ld.so.conf}) or in the directory of a named program, or
   * below it. Beside a directory {@code bin}, its {@code lib} and {@code libexec} count too. A
   * directory that every user can write to does not count. Any other file is a {@link
   * SandboxException}; name the file as a program if you trust it.
   *
   * @param programs paths of ELF files or scripts, without symbolic links other than the system's
   */
  static Rootfs programs(Path... programs) {
    Objects.requireNonNull(programs, "programs");
    return new Programs(List.copyOf(Arrays.asList(programs)), Mode.READ_ONLY);
  }

  /**
   * A directory; see {@link Rootfs#of(Path)}.
   *
   * @param path of the directory on the host
   * @param mode treatment of writes
   */
  record Directory(Path path, Mode mode) implements Rootfs {
    public Directory {
      Arguments.requireHostPath("path", path);
      Objects.requireNonNull(mode, "mode");
    }

    @Override
    public Directory mode(Mode value) {
      return new Directory(path, value);
    }
  }

  /**
   * The host's tool chain; see {@link Rootfs#host()}.
   *
   * @param mode treatment of writes; never {@link Mode#PERSISTENT}
   */
  record Host(Mode mode) implements Rootfs {
    public Host {
      refusePersistent(mode);
    }

    @Override
    public Host mode(Mode value) {
      return new Host(value);
    }
  }

  /**
   * Programs of the host; see {@link Rootfs#programs(Path...)}.
   *
   * @param paths of the programs on the host
   * @param mode treatment of writes; never {@link Mode#PERSISTENT}
   */
  record Programs(List<Path> paths, Mode mode) implements Rootfs {
    public Programs {
      paths = List.copyOf(Objects.requireNonNull(paths, "paths"));
      paths.forEach(path -> Arguments.requireHostPath("a program", path));
      refusePersistent(mode);
    }

    @Override
    public Programs mode(Mode value) {
      return new Programs(paths, value);
    }
  }

  private static void refusePersistent(Mode mode) {
    if (Objects.requireNonNull(mode, "mode") == Mode.PERSISTENT) {
      throw new IllegalArgumentException("only a rootfs directory can be persistent");
    }
  }
}
