package io.kotha.examples.doctor;

import io.kotha.examples.html.PlainOutput;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.stats.HostReport;
import io.kotha.sandbox.stats.HostReport.Feature;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command {@code doctor}: prints the features of this host, with the reason and remedy for each
 * missing one, then runs a program in a room. The exit status is 0 if that succeeded, else 1.
 */
public final class Doctor {

  private static final Sandbox TRIAL =
      Sandbox.rootfs(Rootfs.host()).wallTime(Duration.ofSeconds(20));

  private final PrintStream out;

  Doctor(PrintStream out) {
    this.out = out;
  }

  /** Runs the command. */
  public static void main(String[] args) {
    PrintStream out = PlainOutput.over(System.out, StandardCharsets.UTF_8);
    PlainOutput.install();
    System.exit(new Doctor(out).examine() ? 0 : 1);
  }

  /** Prints the report; returns whether a room can be built. */
  boolean examine() {
    try {
      print(Sandbox.inspect());
    } catch (SandboxException e) {
      out.println("Kotha cannot run on this host: " + e.getMessage());
      return false;
    }
    out.println();
    boolean works = tries("a room", TRIAL);
    tries(
        "a room with limits of memory, processes and CPU rate",
        TRIAL.memory(MemorySize.MiB(64)).pids(16).cpus(0.5));
    return works;
  }

  void print(HostReport report) {
    out.println("Provider: " + report.provider());
    Map<String, List<Feature>> groups = new LinkedHashMap<>();
    for (Feature feature : report.features()) {
      groups.computeIfAbsent(group(feature), g -> new ArrayList<>()).add(feature);
    }
    int width = report.features().stream().mapToInt(f -> f.name().length()).max().orElse(0);
    groups.forEach(
        (group, features) -> {
          out.println();
          out.println(group);
          features.forEach(feature -> print(feature, width));
        });
  }

  private void print(Feature feature, int width) {
    String mark = feature.available() ? "yes" : "no ";
    out.printf("  %s  %-" + width + "s  %s%n", mark, feature.name(), feature.detail());
    if (!feature.available() && !feature.remedy().isBlank()) {
      out.println("       → " + feature.remedy());
    }
  }

  /**
   * Returns the part of a feature's name before the dot: {@code namespace} of {@code
   * namespace.user}.
   */
  private static String group(Feature feature) {
    int dot = feature.name().indexOf('.');
    return dot < 0 ? "other" : feature.name().substring(0, dot);
  }

  private boolean tries(String what, Sandbox sandbox) {
    try {
      SandboxResult result = sandbox.run("/bin/true");
      boolean works = result.verdict().isSuccess();
      out.println(
          (works ? "It works: " : "It does not work: ") + what + (works ? "." : ": " + result));
      return works;
    } catch (SandboxException e) {
      out.println("It does not work: " + what + ": " + e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
