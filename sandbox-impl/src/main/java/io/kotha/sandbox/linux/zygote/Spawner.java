package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.sys.PosixSpawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Starts the helper with {@code posix_spawn(3)}, which does not copy the JVM's memory. The helper
 * has an empty environment, and first closes every descriptor that it inherited by accident.
 */
final class Spawner {

  /** The fd at which the helper expects its control socket. */
  private static final int CONTROL = 3;

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
    return new PosixSpawn(kernel).spawn(path, "kotha-zygote", socket, CONTROL);
  }
}
