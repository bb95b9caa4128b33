package io.kotha.sandbox.linux.scenario;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.stats.HostReport;
import io.kotha.sandbox.stats.HostReport.Feature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * What tests need of the host beyond the minimum. A name is that of a feature of {@link
 * Sandbox#inspect()} or of a {@link HostFact}; an unknown one fails the test. A test whose host
 * lacks what it needs is skipped, and the reason names the lack.
 */
public final class Features {

  /** Start of the reason of a skip. */
  static final String LACKS = "host lacks ";

  private static final String CGROUP = "cgroup.";

  private Features() {}

  /**
   * Skips the test unless the host has the feature.
   *
   * @throws TestAbortedException if it has not, with a reason that the table understands
   * @throws AssertionError if the name is unknown: a typing error must not skip
   */
  public static void require(String name) {
    if (!has(name) && !isDelegated(name)) {
      throw lacks(name, detail(name));
    }
  }

  /**
   * Returns whether the host has the feature.
   *
   * @throws AssertionError if the name is unknown
   */
  public static boolean has(String name) {
    return HostFact.of(name).map(HostFact::isThere).orElseGet(() -> feature(name).available());
  }

  /**
   * Returns what skips a test for want of a feature.
   *
   * @throws AssertionError if the name is unknown, or if the host has the feature after all
   */
  public static TestAbortedException lacks(String name, String detail) {
    if (has(name)) {
      throw new AssertionError("this host has " + name + ": no reason to skip (" + detail + ")");
    }
    return new TestAbortedException(LACKS + name + ": " + detail);
  }

  /** Returns a directory of the tests that is on a disk, or skips the test. */
  public static Path onDisk() throws IOException {
    require(HostFact.DISK.text());
    return HostFact.onDisk().get(0);
  }

  /** Returns every name, and whether the host has it. */
  static Map<String, Boolean> all() {
    Map<String, Boolean> all = new LinkedHashMap<>();
    report().features().forEach(feature -> all.put(feature.name(), feature.available()));
    Stream.of(HostFact.values()).forEach(fact -> all.put(fact.text(), fact.isThere()));
    return all;
  }

  static HostReport report() {
    return Report.INSTANCE;
  }

  /** A cgroup that was delegated for the tests is more than {@code inspect()} looks at. */
  private static boolean isDelegated(String name) {
    return name.startsWith(CGROUP)
        && HostFact.of(name).isEmpty()
        && Lane.cgroupParent().isPresent();
  }

  private static String detail(String name) {
    return HostFact.of(name)
        .map(fact -> "the test needs " + fact.meaning())
        .orElseGet(() -> feature(name).detail());
  }

  private static Feature feature(String name) {
    return report()
        .feature(name)
        .orElseThrow(
            () -> new AssertionError("\"" + name + "\" is neither a feature nor a HostFact"));
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
