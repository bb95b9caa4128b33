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

/** Leases of whole CPU cores for rooms of this JVM that need exclusive ones. Thread-safe. */
final class CoreLeases {

  private final Function<Integer, CpuList> siblings;
  private final Set<Integer> taken = new HashSet<>();

  /**
   * Creates leases.
   *
   * @param siblings returns the hardware threads of the core of a processor, including itself
   */
  CoreLeases(Function<Integer, CpuList> siblings) {
    this.siblings = siblings;
  }

  /** Returns leases of the cores of this host. */
  static CoreLeases ofHost() {
    return new CoreLeases(
        cpu ->
            PseudoFile.text("/sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list")
                .map(CpuList::parse)
                .orElse(CpuList.of(cpu)));
  }

  /**
   * Leases cores whose hardware threads are all allowed.
   *
   * @param count the number of cores
   * @return the processors of these cores
   * @throws SandboxException if fewer cores are free
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
              + " whole cores requested, but only "
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

  /** Returns cores to the free ones. */
  synchronized void giveBack(CpuList cpus) {
    cpus.numbers().forEach(taken::remove);
  }
}
