package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Resolves the sources of a room's bind mounts. Neither the JVM nor the helper follows a symbolic
 * link that is not the system's: an earlier room that could write to the directory may have made
 * it, and a writable bind of its target would be written with the permissions of the JVM's user.
 */
public final class BindSources {

  private static final Set<PosixFilePermission> OF_OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private BindSources() {}

  /**
   * Returns the source of each bind mount of a sandbox, in their order.
   *
   * @throws SetupException if a source is missing, cannot be reached, or has a symbolic link in its
   *     path
   */
  public static List<BindSource> of(SandboxSpec spec) throws SetupException {
    List<BindSource> sources = new ArrayList<>();
    for (Mount mount : spec.files().mounts()) {
      if (mount instanceof Mount.Bind bind) {
        sources.add(source(bind, sources.size()));
      }
    }
    return sources;
  }

  /**
   * Checks a source to give a good message. The helper opens it, and refuses a link that was made
   * since.
   */
  private static BindSource source(Mount.Bind bind, int item) throws SetupException {
    try {
      Path real = CallerFiles.resolve(bind.source());
      PosixFileAttributes attributes =
          Files.readAttributes(real, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean directory = attributes.isDirectory();
      return new BindSource(
          real.toString(),
          directory ? BindSource.Kind.DIRECTORY : BindSource.Kind.FILE,
          OF_OWNER.containsAll(attributes.permissions()));
    } catch (RefusedPathException e) {
      throw refused(bind, item, e.errno(), e.hint());
    } catch (IOException e) {
      throw refused(
          bind,
          item,
          e instanceof NoSuchFileException ? Errno.ENOENT : Errno.EACCES,
          "the source must exist, and the JVM's user must be able to search the directories of its"
              + " path");
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
