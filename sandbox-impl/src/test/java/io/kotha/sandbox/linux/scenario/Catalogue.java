package io.kotha.sandbox.linux.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The scenarios and traps that the tests must show. */
final class Catalogue {

  /** Scenario ids and their titles. */
  static final Map<String, String> SCENARIOS = scenarios();

  /** Scenarios that need a way into some namespaces of a process; a later release adds that. */
  static final Set<String> LATER = Set.of();

  /** Failures seen in other tools. */
  static final List<String> TRAPS =
      List.of(
          "spawning thread ends, child lives",
          "setuid keeps kill-on-parent-death",
          "SIGKILL of JVM leaves 0 sandbox processes",
          "caps dropped after userns",
          "wall-clock timeout kills a program that ignores TERM",
          "SIGKILL/OOM reported as signal 9",
          "exec stays in the cgroup and restricted",
          "stdin intact on exec",
          "no inherited fds/env",
          "abstract socket of the host unreachable",
          "lo up on request",
          "v2 own cgroup never becomes domain threaded",
          "argv with spaces, ;, $() passed literally",
          "id/name ../x, ., tasks rejected",
          "rootfs writes do not persist unless asked",
          "1,000 concurrent names without clash",
          "image symlink /etc/resolv.conf → /host not followed",
          "/proc mount in userns without a pid ns is refused");

  private Catalogue() {}

  private static Map<String, String> scenarios() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("D01", "a container is a process");
    all.put("D02", "the root as seen from inside and outside");
    all.put("D03", "rootfs of a program and its libraries");
    all.put("D04", "missing rootfs");
    all.put("D05", "rootfs directory with a shell");
    all.put("D06", "rootfs of one static binary");
    all.put("D07", "chroot jail");
    all.put("D08", "namespace links");
    all.put("D09", "pid namespace with its own /proc");
    all.put("D10", "second fork inside");
    all.put("D11", "PID 1 semantics");
    all.put("D12", "network namespace");
    all.put("D13", "nsenter into some namespaces");
    all.put("D14", "second program in a room");
    all.put("D15", "host name");
    all.put("D16", "user namespace without a map");
    all.put("D17", "user namespace, own uid mapped to root");
    all.put("D18", "user namespace under root");
    all.put("D19", "range of ids");
    all.put("D20", "cgroup namespace");
    all.put("D21", "time namespace");
    all.put("D22", "mount namespace");
    all.put("D23", "ipc namespace");
    all.put("D24", "delegated cgroup");
    all.put("D25", "memory limit");
    all.put("D26", "pids limit and fork bomb");
    all.put("D27", "cpuset");
    all.put("D28", "limits and namespaces from one description");
    all.put("D29", "cpu rate");
    all.put("D30", "capability masks");
    all.put("D31", "raw sockets");
    all.put("D32", "nothing left, names, terminal");
    all.put("D33", "lifecycle without a terminal");
    all.put("D34", "system call filter");
    all.put("D35", "AppArmor, SELinux, Landlock");
    all.put("D36", "clock, files of a live room, kill from the host");
    all.put("D37", "documented limits");
    return Collections.unmodifiableMap(all);
  }
}
