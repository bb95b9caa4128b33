package io.kotha.sandbox.linux.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The lane of this JVM: root, or an ordinary user, perhaps with a delegated cgroup. */
public final class Lane {

  /** Property with the name of a lane other than {@code root} and {@code user} on this machine. */
  private static final String NAME = "io.kotha.lane";

  private static final String CGROUP_PARENT = "io.kotha.cgroup.parent";

  private static final int UID = idOf("Uid:");
  private static final int GID = idOf("Gid:");

  private Lane() {}

  /** Returns {@code root}, {@code user}, or the value of {@code -Dio.kotha.lane}. */
  public static String name() {
    return System.getProperty(NAME, isRoot() ? "root" : "user");
  }

  /** Returns true on an emulated machine, which is about 15 times slower. */
  public static boolean isEmulated() {
    return name().startsWith("vm-");
  }

  /** Returns true if this JVM is uid 0. */
  public static boolean isRoot() {
    return UID == 0;
  }

  /** Returns the uid of this JVM. */
  public static int uid() {
    return UID;
  }

  /** Returns the gid of this JVM. */
  public static int gid() {
    return GID;
  }

  /** Returns the cgroup that the lane delegated to the tests. */
  public static Optional<String> cgroupParent() {
    return Optional.ofNullable(System.getProperty(CGROUP_PARENT)).filter(p -> !p.isBlank());
  }

  private static int idOf(String key) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith(key)) {
          return Integer.parseInt(line.substring(key.length()).trim().split("\\s+")[1]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("/proc/self/status has no " + key);
  }
}
