package io.kotha.benchmarks.soak;

import io.kotha.benchmarks.proc.Groups;
import io.kotha.benchmarks.proc.ProcessFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.List;

/**
 * The resources of the JVM, the zygote and the kernel that are held while no program runs.
 *
 * @param descriptors open file descriptors of the JVM
 * @param threads threads of the JVM
 * @param heapKilobytes live objects in the JVM's heap, in KiB
 * @param zygoteDescriptors open file descriptors of the zygote
 * @param zygoteKilobytes PSS of the zygote, in KiB
 * @param groups cgroups of the JVM's rooms
 * @param mounts mounts in the JVM's mount namespace
 * @param processes processes of rooms
 */
record Sample(
    long descriptors,
    long threads,
    long heapKilobytes,
    long zygoteDescriptors,
    long zygoteKilobytes,
    long groups,
    long mounts,
    long processes) {

  private static final int KILO = 1_024;

  static Sample take(List<Path> groups) throws IOException {
    ProcessFiles self = ProcessFiles.self();
    ProcessFiles zygote = ProcessFiles.zygote().orElseThrow();
    long processes = 0;
    for (ProcessFiles init : zygote.children()) {
      processes += 1 + init.children().size();
    }
    return new Sample(
        self.descriptors(),
        Long.parseLong(self.status("Threads")),
        heap(),
        zygote.descriptors(),
        zygote.pssKilobytes(),
        Groups.rooms(groups),
        self.read("mountinfo").lines().count(),
        processes);
  }

  /** Returns the used heap after a garbage collection, in KiB. */
  private static long heap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed() / KILO;
  }
}
