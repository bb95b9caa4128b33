package io.kotha.examples.ship;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.limits.CpuList;
import io.kotha.sandbox.limits.CpuSet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that limit the room's resources. */
final class LimitOptions {

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "Limits the memory of all processes together.")
  private @Nullable MemorySize memory;

  @Option(names = "--swap", description = "Allows the room to swap; by default it cannot.")
  private boolean swap;

  @Option(
      names = "--pids",
      paramLabel = "N",
      description = "Limits the number of concurrent processes and threads.")
  private @Nullable Integer pids;

  @Option(
      names = "--cpus",
      paramLabel = "RATE",
      description = "Limits the CPU rate; 0.5 is half of one CPU.")
  private @Nullable Double cpus;

  @Option(
      names = "--cpuset",
      paramLabel = "LIST",
      converter = Converters.Cpus.class,
      description = "CPUs to run on, such as 0-3,8.")
  private @Nullable CpuList cpuset;

  @Option(
      names = "--cpu-time",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "Limits the CPU time of all processes together.")
  private @Nullable Duration cpuTime;

  @Option(
      names = "--wall-time",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "Limits the time since the start.")
  private @Nullable Duration wallTime;

  @Option(
      names = "--output",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "Limits the bytes of stdout and stderr together.")
  private @Nullable MemorySize output;

  @Option(
      names = "--stack",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "Limits the stack of each process.")
  private @Nullable MemorySize stack;

  @Option(
      names = "--open-files",
      paramLabel = "N",
      description = "Limits the open file descriptors of each process.")
  private @Nullable Integer openFiles;

  @Option(
      names = "--file-size",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "Limits the size of each file.")
  private @Nullable MemorySize fileSize;

  @Option(
      names = "--accept-rlimits",
      description =
          "Without cgroups, limits each process by rlimits. Without this option, a host that"
              + " provides no cgroup is an error.")
  private boolean acceptRlimits;

  @Option(
      names = "--cgroup-parent",
      paramLabel = "PATH",
      description = "The parent of the room's cgroup, such as /judge.")
  private @Nullable String cgroupParent;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Names the container; no two containers of a user can have the same name.")
  private @Nullable String name;

  /** Returns the output limit. If there is one, output passes through this JVM to be counted. */
  @Nullable MemorySize output() {
    return output;
  }

  /** Returns the container's name; null if it was given none. */
  @Nullable String name() {
    return name;
  }

  Sandbox apply(Sandbox sandbox) {
    Sandbox s = sandbox;
    s = memory == null ? s : s.memory(memory);
    s = swap ? s.allowSwap() : s;
    s = pids == null ? s : s.pids(pids);
    s = cpus == null ? s : s.cpus(cpus);
    s = cpuset == null ? s : s.cpuset(new CpuSet.Listed(cpuset));
    s = cpuTime == null ? s : s.cpuTime(cpuTime);
    s = wallTime == null ? s : s.wallTime(wallTime);
    s = output == null ? s : s.output(output);
    s = stack == null ? s : s.stack(stack);
    s = openFiles == null ? s : s.openFiles(openFiles);
    s = fileSize == null ? s : s.fileSize(fileSize);
    s = acceptRlimits ? s.acceptRlimits() : s;
    s = cgroupParent == null ? s : s.cgroupParent(cgroupParent);
    return name == null ? s : s.name(name);
  }
}
