package io.kotha.examples.ship;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.limits.CpuList;
import io.kotha.sandbox.limits.CpuSet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the room may use. */
final class LimitOptions {

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "Memory of all processes together.")
  private @Nullable MemorySize memory;

  @Option(names = "--swap", description = "Lets the room swap; off by default.")
  private boolean swap;

  @Option(names = "--pids", paramLabel = "N", description = "Processes and threads at one time.")
  private @Nullable Integer pids;

  @Option(
      names = "--cpus",
      paramLabel = "RATE",
      description = "Processor rate, 0.5 = half of one core.")
  private @Nullable Double cpus;

  @Option(
      names = "--cpuset",
      paramLabel = "LIST",
      converter = Converters.Cpus.class,
      description = "Processors to run on, such as 0-3,8.")
  private @Nullable CpuList cpuset;

  @Option(
      names = "--cpu-time",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "Processor time of all processes together.")
  private @Nullable Duration cpuTime;

  @Option(
      names = "--wall-time",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "Time since the start.")
  private @Nullable Duration wallTime;

  @Option(
      names = "--output",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "Bytes of stdout and stderr together.")
  private @Nullable MemorySize output;

  @Option(
      names = "--stack",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "Stack of a process.")
  private @Nullable MemorySize stack;

  @Option(names = "--open-files", paramLabel = "N", description = "Descriptors of a process.")
  private @Nullable Integer openFiles;

  @Option(
      names = "--file-size",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "Size of any one file.")
  private @Nullable MemorySize fileSize;

  @Option(
      names = "--accept-rlimits",
      description =
          "Where no cgroup can be had: resource limits instead, which hold for each process by"
              + " itself. Without this, that is an error.")
  private boolean acceptRlimits;

  @Option(
      names = "--cgroup-parent",
      paramLabel = "PATH",
      description = "The cgroup to make the room's in, such as /judge.")
  private @Nullable String cgroupParent;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Names the room; a second live one of that name is refused.")
  private @Nullable String name;

  /** The output limit; given one, output passes through this JVM to be counted. */
  @Nullable MemorySize output() {
    return output;
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
