package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.limits.CpuList;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Whole cores for rooms of this JVM that want some of their own. Thread-safe. */
final class CoreLeases {

  private final Function<Integer, CpuList> siblings;
  private final Set<Integer> taken = new HashSet<>();

  /**
   * @param siblings the hardware threads of the core that a processor belongs to, itself included
   */
  CoreLeases(Function<Integer, CpuList> siblings) {
    this.siblings = siblings;
  }

  static CoreLeases ofHost() {
    return new CoreLeases(
        cpu ->
            PseudoFile.text("/sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list")
                .map(CpuList::parse)
                .orElse(CpuList.of(cpu)));
  }

  /**
   * Takes cores that lie wholly within the allowed processors.
   *
   * @throws SandboxException if not so many are free
   */
  synchronized CpuList take(int count, CpuList allowed) throws SandboxException {
    Set<CpuList> cores = new LinkedHashSet<>();
    allowed.numbers().forEach(cpu -> cores.add(siblings.apply(cpu)));
    cores.removeIf(core -> !allowed.containsAll(core));
    List<CpuList> free =
        cores.stream().filter(core -> core.numbers().stream().noneMatch(taken::contains)).toList();
    if (free.size() < count) {
      throw new SandboxException(
          count
              + " whole cores asked for, "
              + free.size()
              + " of "
              + cores.size()
              + " are free (processors "
              + allowed
              + ")");
    }
    List<Integer> cpus = new ArrayList<>();
    free.subList(0, count).forEach(core -> cpus.addAll(core.numbers()));
    taken.addAll(cpus);
    return new CpuList(cpus);
  }

  synchronized void giveBack(CpuList cpus) {
    cpus.numbers().forEach(taken::remove);
  }
}
