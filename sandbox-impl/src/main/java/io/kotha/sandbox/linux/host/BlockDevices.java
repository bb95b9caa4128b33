package io.kotha.sandbox.linux.host;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.IoLimit;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds the block device that a path is on. */
public final class BlockDevices {

  private static final int S_IFMT = 0170000;
  private static final int S_IFBLK = 0060000;

  private BlockDevices() {}

  /**
   * Returns the device of the path of each limit, as {@code MAJOR:MINOR}.
   *
   * @throws UnsupportedHostException if a path is on no block device
   */
  public static Map<Path, String> of(List<IoLimit> limits) throws SandboxException {
    Map<Path, String> devices = new HashMap<>();
    for (IoLimit limit : limits) {
      devices.put(limit.path(), of(limit.path()));
    }
    return devices;
  }

  /** Returns the devices of the limits before a change and after it. */
  public static Map<Path, String> ofBoth(List<IoLimit> before, List<IoLimit> after)
      throws SandboxException {
    Map<Path, String> devices = of(before);
    devices.putAll(of(after));
    return devices;
  }

  /**
   * Returns the whole device as {@code MAJOR:MINOR}. For a partition that is its disk, because the
   * kernel limits disks only.
   *
   * @param path a block device, or any file on one
   * @throws UnsupportedHostException if the path is on no block device, as on tmpfs or an overlay
   */
  public static String of(Path path) throws SandboxException {
    try {
      int mode = (Integer) Files.getAttribute(path, "unix:mode");
      String attribute = (mode & S_IFMT) == S_IFBLK ? "unix:rdev" : "unix:dev";
      String number = format(((Number) Files.getAttribute(path, attribute)).longValue());
      Path device = Path.of("/sys/dev/block", number);
      if (!Files.exists(device)) {
        throw new UnsupportedHostException(
            List.of(
                new Missing(
                    "cgroup.io",
                    path + " is on no block device (" + number + ")",
                    "name the underlying device, such as /dev/sda")));
      }
      Path real = device.toRealPath();
      if (Files.exists(real.resolve("partition"))) {
        Path disk = Objects.requireNonNull(real.getParent(), "a partition has a parent disk");
        return PseudoFile.read(disk.resolve("dev").toString()).trim();
      }
      return number;
    } catch (IOException e) {
      throw e instanceof SandboxException sandbox
          ? sandbox
          : new SandboxException("cannot find the block device of " + path + ": " + e, e);
    }
  }

  /** Splits a device number as {@code gnu_dev_major} and {@code gnu_dev_minor} of glibc do. */
  static String format(long device) {
    long major = (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL);
    long minor = (device & 0xff) | (device >>> 12 & ~0xffL);
    return major + ":" + minor;
  }
}
