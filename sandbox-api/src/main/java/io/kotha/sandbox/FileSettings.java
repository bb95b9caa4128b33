package io.kotha.sandbox;

import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.files.CopyOut;
import io.kotha.sandbox.files.DiskQuota;
import io.kotha.sandbox.spi.SandboxSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The settings of a {@link Sandbox} that make up the room's file tree.
 *
 * @param <S> the description that every setting returns
 */
abstract class FileSettings<S> implements SandboxTemplate {

  /** Set-id bits are never copied. */
  private static final int FILE = 0644;

  private static final int PROGRAM = 0755;

  /** Returns a description that holds this data. */
  abstract S with(SandboxSpec spec);

  /**
   * Makes {@code /} writable: writes go to a tmpfs of {@link #writableSize} and vanish with the
   * room. For a directory, the tmpfs is the upper layer of an overlay.
   *
   * @see Rootfs.Mode#WRITABLE
   */
  public S writable() {
    return with(spec().files().rootfs().mode(Rootfs.Mode.WRITABLE));
  }

  /**
   * Makes {@code /} writable: writes go to the root's directory on the host and stay there. The
   * directory must have every mount point of the room.
   *
   * @throws IllegalArgumentException if the root is not a directory; see {@link Rootfs#of}
   * @see Rootfs.Mode#PERSISTENT
   */
  public S persistent() {
    return with(spec().files().rootfs().mode(Rootfs.Mode.PERSISTENT));
  }

  /**
   * Mounts a file or directory of the host read-only at the same path inside the room; see {@link
   * #bind(Path, String)}.
   */
  public S bind(Path source) {
    Objects.requireNonNull(source, "source");
    return bind(source, source.toAbsolutePath().toString());
  }

  /**
   * Mounts a file, or a directory with everything mounted below it, of the host read-only inside
   * the room; {@code open_tree(2)} with {@code AT_RECURSIVE}. Each of these mounts is also {@code
   * nosuid} and {@code nodev}.
   *
   * <p>If the JVM is root and the mode of the source permits something to its owner only, such as
   * 0700, its files show their owners, as in {@link #bindWritable(Path, String)}: uid 0 of the room
   * reads what root of the host may read. In all other sources, and on a file system that has no
   * idmapped mounts, files belong to the user nobody, and are readable if others may read them.
   *
   * <p>A symbolic link anywhere in the path of the source is an error when a room starts, because
   * an earlier program may have planted it. The same holds for {@link #copyIn(Path, String)}, for
   * the target of {@link #copyOut(String, Path)} and for the files of {@link Stdio}. {@link
   * Path#toRealPath} returns the path that the link leads to now. Links of the system are followed:
   * those of root in {@code /}, {@code /run} and {@code /var}, and below {@code /etc} and {@code
   * /usr}, if nobody else can write there.
   *
   * @param target absolute path inside the room
   * @throws IllegalArgumentException if {@code target} is not absolute or contains {@code ..}, or
   *     if {@code source} belongs to another file system than the host's, such as a zip file
   */
  public S bind(Path source, String target) {
    return mount(new Mount.Bind(source, target, Mount.Access.READ_ONLY));
  }

  /**
   * Mounts a file or directory of the host inside the room so that the program can write to it.
   * Otherwise as {@link #bind(Path, String)}. If the JVM is root and the room has a user namespace
   * of its own, the mount is idmapped: files keep their owners on the host, and what uid 0 of the
   * room creates belongs to root there. Prefer a directory of another user, and {@code user(…)}.
   *
   * <p>A later mount in this directory is an error when a room starts; see {@link Mount#target}.
   *
   * @param target absolute path inside the room
   * @throws IllegalArgumentException if {@code target} is not absolute or contains {@code ..}
   */
  public S bindWritable(Path source, String target) {
    return mount(new Mount.Bind(source, target, Mount.Access.READ_WRITE));
  }

  /**
   * Mounts an empty tmpfs ({@code nosuid}, {@code nodev}) that the program owns. Its contents count
   * to the room's memory limit.
   *
   * @param target absolute path inside the room
   * @param size total size of its files, more than 0; tmpfs {@code size}. {@code nr_inodes} is that
   *     of {@link DiskQuota#of}
   * @throws IllegalArgumentException if {@code target} is not absolute or contains {@code ..}, or
   *     the size is 0
   */
  public S tmpfs(String target, MemorySize size) {
    return mount(new Mount.Tmpfs(target, size));
  }

  /** Adds a mount after the mounts added so far. */
  public S mount(Mount mount) {
    return with(spec().files().mounts(plus(spec().files().mounts(), mount, "mount")));
  }

  /**
   * Limits what the program can write below {@code /}, outside of other mounts, if the room is
   * {@link #writable}. The default is the size of {@link #tmpSize}, with the kernel's default
   * number of inodes.
   *
   * @param size total size of the files written; tmpfs {@code size}
   * @param inodes number of files, directories and links; tmpfs {@code nr_inodes}
   * @throws IllegalArgumentException if either number is not positive
   */
  public S writableSize(MemorySize size, long inodes) {
    return with(spec().files().layer(new DiskQuota(size, inodes)));
  }

  /**
   * Sets the size of {@code /tmp} and of {@code /dev/shm}, each; {@link Sandbox#DEFAULT_TMP_SIZE}
   * by default. The number of inodes is that of {@link DiskQuota#of}.
   *
   * @throws IllegalArgumentException if the size is 0
   */
  public S tmpSize(MemorySize size) {
    return with(spec().files().tmp(DiskQuota.of(size)));
  }

  /**
   * Sets the size of {@code /tmp} and of {@code /dev/shm}, each.
   *
   * @param size total size of the files of each; tmpfs {@code size}
   * @param inodes number of files, directories and links of each; tmpfs {@code nr_inodes}
   * @throws IllegalArgumentException if either number is not positive
   */
  public S tmpSize(MemorySize size, long inodes) {
    return with(spec().files().tmp(new DiskQuota(size, inodes)));
  }

  /**
   * Sets the number of pseudo-terminals that the programs of the room can open. {@code script},
   * {@code tmux} and {@code expect} open some; {@link Command#terminal} needs none. By default a
   * room has none and no {@code /dev/ptmx}. Option {@code max} of {@code devpts}.
   *
   * <p>The kernel processes what is written to a terminal in threads of its own, whose CPU time no
   * cgroup counts: each terminal can use up one processor of the host.
   *
   * @throws IllegalArgumentException if the number is not 0 to 1,024
   */
  public S pseudoTerminals(int count) {
    return with(spec().files().terminals(count));
  }

  /** Omits {@code /proc}. A room that shares the host's pid namespace cannot have one. */
  public S withoutProc() {
    return with(spec().files().proc(SandboxSpec.Proc.NONE));
  }

  /**
   * Copies a regular file of the host into the room, with mode 0755 if the JVM may execute it now
   * and 0644 otherwise. The file is read when the program starts. Its path must have no symbolic
   * link: see {@link #bind(Path, String)}.
   *
   * @param target absolute path inside the room
   * @throws IllegalArgumentException if {@code target} is not an absolute path of a file, or if
   *     {@code source} belongs to another file system than the host's, such as a zip file
   */
  public S copyIn(Path source, String target) {
    Objects.requireNonNull(source, "source");
    int mode = Files.isExecutable(source) ? PROGRAM : FILE;
    return copyIn(new CopyIn(new CopyIn.HostFile(source), target, mode));
  }

  /**
   * Writes a copy of these bytes to a file of mode 0644 in the room.
   *
   * @param target absolute path inside the room
   * @throws IllegalArgumentException if {@code target} is not an absolute path of a file
   */
  public S copyIn(byte[] content, String target) {
    Objects.requireNonNull(content, "content");
    return copyIn(new CopyIn(new CopyIn.Bytes(content), target, FILE));
  }

  /**
   * Copies a class-path resource to a file of mode 0644 in the room.
   *
   * @param resource a name that {@link Class#getResourceAsStream} finds from {@code owner}
   * @param target absolute path inside the room
   * @throws IllegalArgumentException if {@code target} is not an absolute path of a file
   */
  public S copyIn(Class<?> owner, String resource, String target) {
    Objects.requireNonNull(resource, "resource");
    return copyIn(new CopyIn(new CopyIn.Resource(owner, resource), target, FILE));
  }

  /** Adds a file that the room's own process writes before it executes the program. */
  public S copyIn(CopyIn copy) {
    return with(spec().files().copyIns(plus(spec().files().copyIns(), copy, "copy")));
  }

  /**
   * Copies a file or directory out of the room after its last process is dead, at most {@link
   * CopyOut#DEFAULT_MAX_BYTES} and {@link CopyOut#DEFAULT_MAX_FILES}.
   *
   * @param source absolute path inside the room
   * @param target path on the host; its parent must exist, without symbolic links
   * @throws IllegalArgumentException if {@code source} is not absolute or contains {@code ..}, or
   *     if {@code target} belongs to another file system than the host's, such as a zip file
   */
  public S copyOut(String source, Path target) {
    return copyOut(
        new CopyOut(source, target, CopyOut.DEFAULT_MAX_BYTES, CopyOut.DEFAULT_MAX_FILES));
  }

  /** Adds a file or directory to copy out of the room after its last process is dead. */
  public S copyOut(CopyOut copy) {
    return with(spec().files().copyOuts(plus(spec().files().copyOuts(), copy, "copy")));
  }

  private S with(Rootfs rootfs) {
    return with(spec().files().rootfs(rootfs));
  }

  private S with(SandboxSpec.Files files) {
    return with(spec().files(files));
  }

  private static <T> List<T> plus(List<T> list, T item, String name) {
    List<T> all = new ArrayList<>(list);
    all.add(Objects.requireNonNull(item, name));
    return all;
  }
}
