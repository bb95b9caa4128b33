package io.kotha.benchmarks.campaign;

import io.kotha.benchmarks.accuracy.HostFacts;
import io.kotha.benchmarks.probe.MeasuringJvm;
import io.kotha.benchmarks.result.Axis;
import io.kotha.benchmarks.result.LeftOut;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The turns of all axes, each with a small and a large level. */
final class ScaleTurns {

  private static final int FEW_THREADS = 10;
  private static final int MANY_THREADS = 2_000;
  private static final long LARGE_HEAP_NEEDS_MEGABYTES = 10_000;
  private static final List<Integer> MOUNT_COUNTS = List.of(30, 300);

  /** Mounts below one tmpfs in a private mount namespace, so that the host does not see them. */
  private static final String MOUNT_MORE =
      "d=$1 n=$2; shift 2; mount -t tmpfs kotha-bench \"$d\" || exit; i=1;"
          + " while [ $i -lt $n ]; do mkdir \"$d/$i\" && mount -t tmpfs kotha-bench \"$d/$i\""
          + " || exit; i=$((i + 1)); done; exec \"$@\"";

  private final Effort effort;
  private final List<SubjectName> subjects;
  private final Path emptyDirectory;
  private final List<ScaleTurn> turns = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  /**
   * Creates the turns.
   *
   * @param emptyDirectory the mount point of the additional mounts
   */
  ScaleTurns(Effort effort, List<SubjectName> subjects, Path emptyDirectory) throws IOException {
    this.effort = effort;
    this.subjects = subjects;
    this.emptyDirectory = emptyDirectory;
    addHeaps();
    for (int threads : List.of(FEW_THREADS, MANY_THREADS)) {
      add(Axis.THREADS, Integer.toString(threads), MeasuringJvm.plain(), threads, 0);
    }
    for (int rooms : effort.liveRooms()) {
      add(Axis.ROOMS, Integer.toString(rooms), MeasuringJvm.plain(), FEW_THREADS, rooms);
    }
    addMounts();
  }

  List<ScaleTurn> turns() {
    return List.copyOf(turns);
  }

  List<LeftOut> leftOut() {
    return List.copyOf(leftOut);
  }

  private void addHeaps() throws IOException {
    if (HostFacts.availableMegabytes() < LARGE_HEAP_NEEDS_MEGABYTES) {
      leftOut.add(new LeftOut("a heap of 8 GB", "this host has too little memory available"));
      return;
    }
    addHeap("64 MB", List.of("-Xms64m", "-Xmx64m"));
    List<String> large = new ArrayList<>(List.of("-Xms8g", "-Xmx8g"));
    large.addAll(effort.largeHeap());
    addHeap(effort.largeHeap().isEmpty() ? "8 GB, not touched" : "8 GB, touched", large);
  }

  private void addHeap(String level, List<String> flags) {
    add(Axis.HEAP, level, new MeasuringJvm(List.of(), flags), FEW_THREADS, 0);
  }

  private void addMounts() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      leftOut.add(new LeftOut("30 and 300 mounts", "only root may mount"));
      return;
    }
    int present = Files.readAllLines(Path.of("/proc/self/mountinfo")).size();
    for (int wanted : MOUNT_COUNTS) {
      int more = Math.max(1, wanted - present);
      String level = Integer.toString(present + more);
      add(Axis.MOUNTS, level, new MeasuringJvm(mounting(more), List.of()), FEW_THREADS, 0);
    }
  }

  private List<String> mounting(int more) {
    return List.of(
        "unshare",
        "--mount",
        "--propagation=private",
        "/bin/sh",
        "-c",
        MOUNT_MORE,
        "sh",
        emptyDirectory.toString(),
        Integer.toString(more));
  }

  private void add(Axis axis, String level, MeasuringJvm jvm, int threads, int rooms) {
    turns.add(new ScaleTurn(axis, level, jvm, threads, rooms, effort.scaleRuns(), subjects));
  }
}
