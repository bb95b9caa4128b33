package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.IoLimit;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The limits of a program in a room that lives. Pure. */
public final class ProgramLimits {

  private ProgramLimits() {}

  /**
   * Adds the room's limits for which a group is made only on request. Without a group of its own a
   * program would be in none of the room's, because the keeper has left them on v1.
   *
   * @param opened the limits with which the room was opened
   * @param chosen the same, with whole cores replaced by the chosen processors
   * @param wanted the limits of the program
   * @throws UnsupportedHostException if the program wants whole cores that the room does not have
   */
  public static Limits within(Limits opened, Limits chosen, Limits wanted)
      throws UnsupportedHostException {
    Limits limits = wanted.cpu(cpu(opened.cpu(), chosen.cpu(), wanted.cpu()));
    if (wanted.memory().hugePages() == null) {
      limits = limits.memory(wanted.memory().hugePages(opened.memory().hugePages()));
    }
    return limits.io(io(opened.io(), wanted.io()));
  }

  /**
   * Returns the limits of a program that joins a room: the room's, without those that its own
   * groups cannot have. The room's groups, in which its own are, bound both programs together.
   *
   * @param groups the groups in which its own are made
   */
  public static Limits joined(Limits chosen, CgroupBase groups) {
    Set<Controller> missing = groups.missing().keySet();
    MemoryLimits memory = chosen.memory();
    CpuLimits cpu = chosen.cpu();
    if (missing.contains(Controller.MEMORY)) {
      memory = memory.max(null).high(null).swap(null);
    }
    if (missing.contains(Controller.HUGETLB)) {
      memory = memory.hugePages(null);
    }
    if (missing.contains(Controller.CPU)) {
      cpu = cpu.rate(null).burst(null).weight(null);
    }
    if (missing.contains(Controller.CPUSET)) {
      cpu = cpu.cpus(CpuSet.any()).memoryNodes(null);
    }
    return chosen
        .memory(memory)
        .cpu(cpu)
        .pids(missing.contains(Controller.PIDS) ? null : chosen.pids())
        .io(missing.contains(Controller.IO) ? List.of() : chosen.io());
  }

  private static CpuLimits cpu(CpuLimits opened, CpuLimits chosen, CpuLimits wanted)
      throws UnsupportedHostException {
    CpuLimits cpu = wanted;
    if (wanted.cpus() instanceof CpuSet.Any || wanted.cpus().equals(opened.cpus())) {
      cpu = cpu.cpus(chosen.cpus());
    } else if (wanted.cpus() instanceof CpuSet.WholeCores) {
      throw new UnsupportedHostException(
          List.of(
              new Missing(
                  Controller.CPUSET.feature(),
                  "whole cores are reserved for a room, not for one of its programs",
                  "open the room with as many, or name processors with CpuSet.of(...)")));
    }
    return wanted.memoryNodes() == null ? cpu.memoryNodes(opened.memoryNodes()) : cpu;
  }

  private static List<IoLimit> io(List<IoLimit> opened, List<IoLimit> wanted) {
    List<IoLimit> all = new ArrayList<>(wanted);
    opened.stream()
        .filter(limit -> wanted.stream().noneMatch(own -> own.path().equals(limit.path())))
        .forEach(all::add);
    return all;
  }
}
