package io.kotha.benchmarks.soak;

import io.kotha.benchmarks.proc.Groups;
import io.kotha.benchmarks.proc.ProcessFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.List;

/**
 * What is held by the JVM, the zygote and the kernel while no program runs.
 *
 * @param descriptors of the JVM
 * @param threads of the JVM
 * @param heapKilobytes live objects of the JVM
 * @param zygoteDescriptors of the zygote
 * @param zygoteKilobytes PSS of the zygote
 * @param groups control groups of the JVM's rooms
 * @param mounts in the JVM's mount namespace
 * @param processes of the rooms
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

  /** After a collection: what is left is held by somebody. */
  private static long heap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed() / KILO;
  }
}
