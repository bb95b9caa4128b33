package io.kotha.benchmarks.peer;

import com.google.gson.Gson;
import io.kotha.benchmarks.subject.FullRoom;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A {@code config.json} that requests the isolation of a full room from an OCI runtime: the same
 * namespaces, mounts, limits and unconditionally allowed system calls.
 *
 * @param root the root directory
 * @param resources the limits; empty for none
 */
record OciConfig(RoomRoot root, Map<String, Object> resources) {

  /** The first of a range of unused host ids, below those that Kotha leases. */
  private static final int FIRST_ID = 0x6f00_0000;

  private static final int IDS = 65_536;
  private static final long CPU_PERIOD_MICROS = 100_000;

  static OciConfig limited(RoomRoot root) {
    return new OciConfig(
        root,
        Map.of(
            "memory", Map.of("limit", FullRoom.MEMORY.bytes()),
            "pids", Map.of("limit", FullRoom.PIDS),
            "cpu",
                Map.of(
                    "quota",
                    (long) (FullRoom.CPUS * CPU_PERIOD_MICROS),
                    "period",
                    CPU_PERIOD_MICROS)));
  }

  static OciConfig unlimited(RoomRoot root) {
    return new OciConfig(root, Map.of());
  }

  String json(List<String> argv) {
    return new Gson()
        .toJson(
            Map.of(
                "ociVersion", "1.0.2",
                "hostname", "room",
                "root", Map.of("path", root.directory().toString(), "readonly", true),
                "process", process(argv),
                "mounts", mounts(),
                "linux", linux()));
  }

  private static Map<String, Object> process(List<String> argv) {
    List<String> none = List.of();
    return Map.of(
        "terminal",
        false,
        "user",
        Map.of("uid", 0, "gid", 0),
        "args",
        argv,
        "env",
        List.of("PATH=/bin"),
        "cwd",
        "/",
        "noNewPrivileges",
        true,
        "capabilities",
        Map.of(
            "bounding", none,
            "effective", none,
            "permitted", none,
            "inheritable", none,
            "ambient", none));
  }

  private static List<Map<String, Object>> mounts() {
    return List.of(
        mount("/proc", "proc", "nosuid", "nodev", "noexec"),
        mount("/dev", "tmpfs", "nosuid", "mode=755", "size=64k"),
        mount("/tmp", "tmpfs", "nosuid", "nodev", "size=64m"));
  }

  private static Map<String, Object> mount(String target, String type, String... options) {
    return Map.of("destination", target, "type", type, "source", type, "options", List.of(options));
  }

  private Map<String, Object> linux() {
    List<Map<String, String>> namespaces =
        Stream.of("pid", "network", "ipc", "uts", "mount", "cgroup", "user")
            .map(type -> Map.of("type", type))
            .toList();
    List<Map<String, Integer>> ids =
        List.of(Map.of("containerID", 0, "hostID", FIRST_ID, "size", IDS));
    Map<String, Object> linux = new LinkedHashMap<>();
    linux.put("namespaces", namespaces);
    linux.put("uidMappings", ids);
    linux.put("gidMappings", ids);
    linux.put("seccomp", seccomp());
    if (!resources.isEmpty()) {
      linux.put("resources", resources);
    }
    return linux;
  }

  private static Map<String, Object> seccomp() {
    List<String> names =
        SyscallPolicy.standard().rules().stream()
            .filter(rule -> rule.isUnconditional())
            .filter(rule -> rule.action().equals(SyscallAction.allow()))
            .map(SyscallRule::syscall)
            .distinct()
            .toList();
    return Map.of(
        "defaultAction",
        "SCMP_ACT_ERRNO",
        "syscalls",
        List.of(Map.of("names", names, "action", "SCMP_ACT_ALLOW")));
  }
}
