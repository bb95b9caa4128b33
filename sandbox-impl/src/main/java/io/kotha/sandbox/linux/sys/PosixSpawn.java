package io.kotha.sandbox.linux.sys;

import java.lang.ref.Reference;
import java.util.List;
import jnr.ffi.Pointer;

/**
 * Starts a program by {@code posix_spawn(3)}. The JVM is never forked by hand: a child of a
 * threaded process may call almost nothing before {@code execve(2)}.
 */
public final class PosixSpawn {

  private static final short SETSIGDEF_SETSIGMASK = 0x04 | 0x08;

  /** Enough for both opaque types, which are below 400 bytes in glibc and musl. */
  private static final int OPAQUE = 512;

  /** Size of {@code sigset_t} in glibc and musl. */
  private static final int SIGSET = 128;

  private final Native kernel;

  public PosixSpawn(Native kernel) {
    this.kernel = kernel;
  }

  /**
   * Starts a program without arguments or environment, with default signal dispositions and an
   * empty signal mask. Every other descriptor of the JVM that is not close-on-exec leaks into it.
   *
   * @param name its {@code argv[0]}
   * @param from the descriptor that it gets
   * @param to the number of that descriptor in the program
   * @return its pid
   */
  public int spawn(String path, String name, int from, int to) throws NativeException {
    Libc libc = kernel.libc();
    Pointer actions = kernel.allocate(OPAQUE);
    Pointer attributes = kernel.allocate(OPAQUE);
    Pointer all = kernel.allocate(SIGSET);
    Pointer none = kernel.allocate(SIGSET);
    Pointer text = kernel.text(name);
    Pointer argv = kernel.allocate(16);
    Pointer environment = kernel.allocate(8);
    all.setMemory(0, SIGSET, (byte) 0xff);
    checked("posix_spawn_file_actions_init", libc.posix_spawn_file_actions_init(actions));
    checked("posix_spawnattr_init", libc.posix_spawnattr_init(attributes));
    try {
      checked("adddup2", libc.posix_spawn_file_actions_adddup2(actions, from, to));
      checked("setflags", libc.posix_spawnattr_setflags(attributes, SETSIGDEF_SETSIGMASK));
      checked("setsigmask", libc.posix_spawnattr_setsigmask(attributes, none));
      checked("setsigdefault", libc.posix_spawnattr_setsigdefault(attributes, all));
      argv.putAddress(0, text.address());
      Pointer pid = kernel.allocate(8);
      checked(
          "posix_spawn " + path,
          libc.posix_spawn(pid, path, actions, attributes, argv, environment));
      return pid.getInt(0);
    } finally {
      for (Pointer used : List.of(all, none, text, argv, environment)) {
        Reference.reachabilityFence(used);
      }
      libc.posix_spawn_file_actions_destroy(actions);
      libc.posix_spawnattr_destroy(attributes);
    }
  }

  /** These functions return an error number and leave errno alone. */
  private static void checked(String call, int error) throws NativeException {
    if (error != 0) {
      throw new NativeException(call, error);
    }
  }
}
