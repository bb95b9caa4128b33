package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.proc.ProcessFiles;
import io.kotha.benchmarks.result.Figure;
import io.kotha.benchmarks.subject.FullRoom;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.sandbox.SandboxPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures the memory of rooms that wait in a pool: {@code FILE ROOMS}. */
public final class IdleProbe {

  private static final List<String> KERNEL =
      List.of("Slab", "KernelStack", "PageTables", "Percpu", "Shmem");

  private IdleProbe() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rooms = Integer.parseInt(args[1]);
    try (RoomRoot root = RoomRoot.create();
        SandboxPool pool = FullRoom.in(root).pool(rooms)) {
      long before = kernelKilobytes();
      int first = pool.ready();
      while (pool.ready() < rooms) {
        Thread.sleep(10);
      }
      long kernel = kernelKilobytes() - before;
      ProcessFiles zygote = ProcessFiles.zygote().orElseThrow();
      List<ProcessFiles> members = new ArrayList<>();
      for (ProcessFiles init : zygote.children()) {
        members.add(init);
        members.addAll(init.children());
      }
      if (members.size() != 2 * rooms) {
        throw new IllegalStateException(members.size() + " processes in " + rooms + " rooms");
      }
      long total = 0;
      for (ProcessFiles member : members) {
        total += member.pssKilobytes();
      }
      Answer.of(
              new Figure(
                  "idle.pss",
                  "memory of an idle pooled room, PSS of its two processes",
                  (double) total / rooms,
                  "kB"),
              new Figure("idle.zygote", "memory of the zygote, PSS", zygote.pssKilobytes(), "kB"),
              new Figure(
                  "idle.kernel",
                  "the whole kernel's memory for an idle pooled room, roughly",
                  (double) kernel / Math.max(1, rooms - first),
                  "kB"))
          .write(args[0]);
    }
  }

  /** Returns the kernel's memory of the whole host, which other programs change as well. */
  private static long kernelKilobytes() throws IOException {
    return Files.readString(Path.of("/proc/meminfo"))
        .lines()
        .filter(line -> KERNEL.contains(line.substring(0, line.indexOf(':'))))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }
}
