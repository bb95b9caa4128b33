package io.kotha.sandbox.linux.scenario;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.stats.HostReport;
import io.kotha.sandbox.stats.HostReport.Feature;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * The host features that tests need beyond the required minimum. A test that lacks one is skipped,
 * and the skip names it.
 */
public final class Features {

  /** Start of the reason of a skip. */
  static final String LACKS = "host lacks ";

  /** Prefix of features that are programs on the host's {@code PATH}. */
  private static final String TOOL = "tool.";

  private static final String CGROUP = "cgroup.";

  private Features() {}

  /**
   * Continues only if the host has the feature.
   *
   * @param name a feature of {@link Sandbox#inspect()}, or {@code tool.NAME} for a program
   * @throws TestAbortedException if the host lacks it, with a reason that the table parses
   * @throws AssertionError if there is no feature of that name: a misspelt name must not skip a
   *     test
   */
  public static void require(String name) {
    if (name.startsWith(TOOL)) {
      requireTool(name.substring(TOOL.length()));
      return;
    }
    if (name.startsWith(CGROUP) && Lane.cgroupParent().isPresent()) {
      return; // The lane delegates a cgroup to the tests, which inspect() does not see.
    }
    Feature feature =
        report()
            .feature(name)
            .orElseThrow(() -> new AssertionError("inspect() knows no feature \"" + name + "\""));
    if (!feature.available()) {
      throw lacks(name, feature.detail());
    }
  }

  /** Returns true if the host has the feature. */
  public static boolean has(String name) {
    return name.startsWith(TOOL) ? hasTool(name.substring(TOOL.length())) : report().has(name);
  }

  /** Skips the test for want of a feature. */
  public static TestAbortedException lacks(String name, String detail) {
    return new TestAbortedException(LACKS + name + ": " + detail);
  }

  static HostReport report() {
    return Report.INSTANCE;
  }

  private static void requireTool(String program) {
    if (!hasTool(program)) {
      throw lacks(TOOL + program, "not on PATH");
    }
  }

  private static boolean hasTool(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return List.of(path.split(File.pathSeparator)).stream()
        .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
  }

  /** The report, made once per JVM. */
  private static final class Report {
    private static final HostReport INSTANCE = inspect();

    private static HostReport inspect() {
      try {
        return Sandbox.inspect();
      } catch (SandboxException e) {
        throw new AssertionError("inspect() failed", e);
      }
    }
  }
}
