package io.kotha.benchmarks.peer;

import io.kotha.benchmarks.subject.FullRoom;
import io.kotha.benchmarks.subject.RoomRoot;
import java.util.ArrayList;
import java.util.List;

/** Command lines of nsjail. */
final class Nsjail {

  /** The options that limit resources, which need writable cgroups. */
  static final List<String> CGROUPS =
      List.of(
          "--cgroup_mem_max",
          Long.toString(FullRoom.MEMORY.bytes()),
          "--cgroup_pids_max",
          Integer.toString(FullRoom.PIDS),
          "--cgroup_cpu_ms_per_sec",
          "1000");

  private Nsjail() {}

  static Prefixed limited(String binary, RoomRoot root, List<String> limits) {
    List<String> words =
        new ArrayList<>(
            List.of(
                binary,
                "--mode",
                "o",
                "--really_quiet",
                "--chroot",
                root.directory().toString(),
                "--user",
                "0:65534:1",
                "--group",
                "0:65534:1",
                "--tmpfsmount",
                "/tmp",
                // A short filter: nsjail does not accept one as long as the standard policy.
                "--seccomp_string",
                "ERRNO(1) { ptrace, mount, keyctl, bpf } DEFAULT ALLOW"));
    words.addAll(limits);
    words.add("--");
    return new Prefixed(words, "");
  }
}
