package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.Libc;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import jnr.ffi.Pointer;

/**
 * Starts the helper with {@code posix_spawn(3)}, which does not copy the JVM's memory. The helper
 * has an empty environment, and first closes every descriptor that it inherited by accident.
 */
final class Spawner {

  /** The fd at which the helper expects its control socket. */
  private static final int CONTROL = 3;

  private static final short SETSIGDEF_SETSIGMASK = 0x04 | 0x08;

  /** Size for either opaque type of {@code spawn.h}: both are below 400 bytes in glibc and musl. */
  private static final int OPAQUE = 512;

  private final Native kernel;

  Spawner(Native kernel) {
    this.kernel = kernel;
  }

  /**
   * Starts the helper and returns its pid: from the installed file if there is one, else from a
   * sealed memory file, else from a file in a private directory.
   */
  int spawn(HelperBinary helper, int socket) throws IOException {
    if (helper.installed().isPresent()) {
      return spawn(helper.installed().get(), socket);
    }
    int program = -1;
    try {
      program = kernel.sealedProgram("kotha-helper", helper.bytes());
      return spawn("/proc/self/fd/" + program, socket);
    } catch (NativeException e) {
      if (e.errno() != Errno.EACCES && e.errno() != Errno.ENOENT && e.errno() != Errno.EPERM) {
        throw e;
      }
      // The sysctl vm.memfd_noexec forbids it, or /proc is not mounted.
      return spawnPrivateFile(helper, socket);
    } finally {
      kernel.close(program);
    }
  }

  private int spawnPrivateFile(HelperBinary helper, int socket) throws IOException {
    Path directory =
        Files.createTempDirectory(
            "kotha-helper-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path file = directory.resolve("kotha-helper");
    try {
      Files.write(file, helper.bytes());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x------"));
      return spawn(file.toString(), socket);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  private int spawn(String path, int socket) throws NativeException {
    Libc libc = kernel.libc();
    Pointer actions = kernel.allocate(OPAQUE);
    Pointer attributes = kernel.allocate(OPAQUE);
    Pointer all = kernel.allocate(128);
    Pointer none = kernel.allocate(128);
    Pointer name = kernel.text("kotha-zygote");
    all.setMemory(0, 128, (byte) 0xff);
    libc.posix_spawn_file_actions_init(actions);
    libc.posix_spawnattr_init(attributes);
    try {
      libc.posix_spawn_file_actions_adddup2(actions, socket, CONTROL);
      libc.posix_spawnattr_setflags(attributes, SETSIGDEF_SETSIGMASK);
      libc.posix_spawnattr_setsigmask(attributes, none);
      libc.posix_spawnattr_setsigdefault(attributes, all);
      Pointer argv = kernel.allocate(16);
      argv.putAddress(0, name.address());
      Pointer pid = kernel.allocate(8);
      int error = libc.posix_spawn(pid, path, actions, attributes, argv, kernel.allocate(8));
      if (error != 0) {
        throw new NativeException("posix_spawn " + path, error);
      }
      return pid.getInt(0);
    } finally {
      Reference.reachabilityFence(name);
      libc.posix_spawn_file_actions_destroy(actions);
      libc.posix_spawnattr_destroy(attributes);
    }
  }
}
