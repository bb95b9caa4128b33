package io.kotha.sandbox.linux.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who runs the tests: root, or an ordinary user, perhaps with a cgroup delegated to it. */
public final class Lane {

  /** Names a lane that is neither {@code root} nor {@code user} on this machine itself. */
  private static final String NAME = "io.kotha.lane";

  private static final String CGROUP_PARENT = "io.kotha.cgroup.parent";

  private static final int UID = idOf("Uid:");
  private static final int GID = idOf("Gid:");

  private Lane() {}

  /** {@code root}, {@code user}, or what {@code -Dio.kotha.lane} says. */
  public static String name() {
    return System.getProperty(NAME, isRoot() ? "root" : "user");
  }

  /** Whether this machine is an emulated one, on which everything takes some 15 times as long. */
  public static boolean isEmulated() {
    return name().startsWith("vm-");
  }

  /** Whether this JVM is uid 0. */
  public static boolean isRoot() {
    return UID == 0;
  }

  /** Uid of this JVM. */
  public static int uid() {
    return UID;
  }

  /** Gid of this JVM. */
  public static int gid() {
    return GID;
  }

  /** The cgroup that the fixture of this lane delegated to it. */
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
