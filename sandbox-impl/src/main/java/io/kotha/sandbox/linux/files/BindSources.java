package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.plan.RoomInputs.BindSource;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the binds of a room lead to. No symbolic link is followed, by nobody: one of them may be the
 * work of an earlier room that could write to the directory it is in, and a writable bind of what
 * it leads to would be written with the rights of the JVM's user.
 */
public final class BindSources {

  private BindSources() {}

  public static List<BindSource> of(SandboxSpec spec) throws SetupException {
    List<BindSource> sources = new ArrayList<>();
    for (Mount mount : spec.files().mounts()) {
      if (mount instanceof Mount.Bind bind) {
        sources.add(source(bind, sources.size()));
      }
    }
    return sources;
  }

  /** Looked at for a good message, and opened by the helper: it is the one that refuses a link. */
  private static BindSource source(Mount.Bind bind, int item) throws SetupException {
    Path path = bind.source().toAbsolutePath().normalize();
    try {
      Path real = path.toRealPath();
      if (!real.equals(path)) {
        throw refused(
            bind,
            item,
            Errno.ELOOP,
            "a symbolic link is not followed; if " + real + " is meant, name it (toRealPath)");
      }
      return new BindSource(
          path.toString(),
          Files.isDirectory(path) ? BindSource.Kind.DIRECTORY : BindSource.Kind.FILE);
    } catch (IOException e) {
      if (e instanceof SetupException refusal) {
        throw refusal;
      }
      throw refused(
          bind,
          item,
          e instanceof NoSuchFileException ? Errno.ENOENT : Errno.EACCES,
          "the source of a bind must exist, and the JVM's user be able to reach it");
    }
  }

  private static SetupException refused(Mount.Bind bind, int item, int errno, String hint) {
    return new SetupException(
        SetupStep.SOURCE,
        item,
        "bind " + bind.source() + " → " + bind.target(),
        errno,
        Errno.name(errno),
        hint);
  }
}
