package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.HostMemory;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attempts to use more kernel memory than the room's memory limit, with one kind of kernel object
 * after the other. {@code docs/kernel-objects.md} lists the kinds.
 */
@Timeout(120)
class KernelObjectsIT {

  /**
   * The most that a room with a limit of 64 MB may cost the host, in MiB. Some objects have a part
   * that no cgroup counts, of up to 300 bytes, beside a file of about 420 bytes that counts.
   */
  private static final long MOST = 64 + 48;

  /** The other users of the machine also change these figures, but not three times in a row. */
  private static final int ATTEMPTS = 3;

  /** The result of a kind whose memory is bounded. */
  private static final String BOUNDED = "bounded";

  @BeforeEach
  void needsLimits() {
    Features.require("cgroup.memory");
    Features.require("cgroup.pids");
    Features.require("seccomp");
  }

  /**
   * @param standard {@code bounded}, or the errno that the first call gets
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "flocks, RLIMITS, bounded, bounded, bounded",
    "leases, FILTER, EPERM, EPERM, EPERM",
    "dnotify, FILTER, EPERM, EPERM, EPERM",
    "async_files, CGROUP, bounded, bounded, bounded",
    "acls, FILTER, E2BIG, E2BIG, E2BIG",
    "small_acls, CGROUP, bounded, bounded, bounded",
    "xattrs, CGROUP, bounded, bounded, bounded",
    "symlinks, SIZES, bounded, bounded, bounded",
    "negative_dentries, CGROUP, bounded, bounded, bounded",
    "ptys, MOUNTS, bounded, bounded, bounded",
    "epolls, CGROUP, bounded, bounded, bounded",
    "epoll_watches, CGROUP, bounded, bounded, bounded",
    "inotifies, NESTING, bounded, ENOSYS, bounded",
    "inotify_watches, CGROUP, bounded, ENOSYS, bounded",
    "eventfds, CGROUP, bounded, bounded, bounded",
    "timerfds, CGROUP, bounded, bounded, bounded",
    "signalfds, CGROUP, bounded, bounded, bounded",
    "pidfds, RLIMITS, bounded, bounded, bounded",
    "in_flight, RLIMITS, bounded, bounded, bounded",
    "posix_timers, RLIMITS, bounded, bounded, bounded",
    "pending_signals, RLIMITS, bounded, bounded, bounded",
    "queues, RLIMITS, bounded, EPERM, bounded",
    "semaphores, CGROUP, bounded, EPERM, bounded",
    "semaphore_undos, CGROUP, bounded, EPERM, bounded",
    "messages, CGROUP, bounded, EPERM, bounded",
    "threads, CGROUP, bounded, bounded, bounded",
    "page_tables, CGROUP, bounded, bounded, bounded",
    "areas, CGROUP, bounded, bounded, bounded",
    "area_names, CGROUP, bounded, bounded, bounded",
    "futex_slots, CGROUP, bounded, bounded, bounded",
    "ldts, CGROUP, EPERM, EPERM, bounded",
    "aio_contexts, CGROUP, ENOSYS, ENOSYS, bounded",
    "secrets, CGROUP, ENOSYS, ENOSYS, bounded",
    "rulesets, CGROUP, bounded, bounded, bounded",
    "rules, CGROUP, bounded, bounded, bounded",
    "seccomp_filters, FILTER, EINVAL, EINVAL, bounded",
  })
  @Attack(value = "G4", move = "makes `{0}` under each preset, while the host's memory is measured")
  void objectsCostTheHostNoMoreThanTheLimit(
      String kind, Wall wall, String standard, String grader, String docker) throws Exception {
    hoard("kernel_objects", kind, limited(), standard, grader, docker);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "unix_streams, CGROUP, bounded, bounded, bounded",
    "unix_datagrams, CGROUP, bounded, bounded, bounded",
    "unix_names, CGROUP, bounded, bounded, bounded",
    "udp_sockets, CGROUP, bounded, EPERM, bounded",
    "tcp_sockets, CGROUP, bounded, EPERM, bounded",
    "ipv6_options, FILTER, EPERM, EPERM, EPERM",
    "tcp_keys, FILTER, EPERM, EPERM, EPERM",
    "flow_labels, FILTER, EPERM, EPERM, EPERM",
    "ipv6_groups, FILTER, bounded, EPERM, bounded",
    "ipv4_groups, FILTER, bounded, EPERM, bounded",
    "socket_filters, FILTER, EPERM, EPERM, EPERM",
    "netlink_dumps, FILTER, EPERM, EPERM, EPERM",
  })
  @Attack(value = "G4", move = "makes `{0}` under each preset, while the host's memory is measured")
  void socketsCostTheHostNoMoreThanTheLimit(
      String kind, Wall wall, String standard, String grader, String docker) throws Exception {
    hoard("socket_objects", kind, limited(), standard, grader, docker);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "udp_buffers, CGROUP, bounded, EPERM, bounded",
    "tcp_buffers, CGROUP, bounded, EPERM, bounded",
    "tcp_time_waits, CGROUP, bounded, EPERM, bounded",
  })
  @Attack(
      value = "G4",
      move = "makes `{0}` over loopback under each preset, while the host's memory is measured")
  void buffersCostTheHostNoMoreThanTheLimit(
      String kind, Wall wall, String standard, String grader, String docker) throws Exception {
    // Of each TCP socket, the kernel grants a few KiB without regard to the limit: tcp(7),
    // tcp_rmem.
    Sandbox room = limited().pids(4).openFiles(256).loopback();
    hoard("socket_objects", kind, room, standard, grader, docker);
  }

  /** Under the other presets, nothing but time bounds record locks: see SECURITY.md. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"posix_locks", "ofd_locks"})
  @Attack(value = "G4", move = "makes `{0}` under `grader()`", walls = Wall.FILTER)
  void recordLocksAreRefusedToJudgedPrograms(String kind) throws Exception {
    Command command = Command.of(Rooms.probe("kernel_objects"), kind, "1");
    assertThat(result(limited().syscalls(SyscallPolicy.grader()), command)).startsWith("ENOLCK");
  }

  /** Without a filter, the same programs cost the host more than the limit. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "kernel_objects, acls",
    "socket_objects, ipv6_options",
    "socket_objects, netlink_dumps",
    "socket_objects, tcp_backlogs",
  })
  void unfilteredObjectsCostTheHostMoreThanTheLimit(String program, String kind) throws Exception {
    if (kind.startsWith("netlink") && !Lane.isRoot()) {
      throw Features.lacks("root", "a room of an ordinary user always has a filter");
    }
    Sandbox room = limited().loopback().syscalls(SyscallPolicy.none());
    Command command = Command.of(Rooms.probe(program), kind, "8");
    assertThat(result(room, command)).startsWith("cost the host");
  }

  private static Sandbox limited() {
    return Rooms.minimal().memory(MB(64)).pids(64).pseudoTerminals(64);
  }

  private static void hoard(String program, String kind, Sandbox room, String... expected)
      throws Exception {
    Command command = Command.of(Rooms.probe(program), kind, "1");
    List<SyscallPolicy> presets =
        List.of(
            SyscallPolicy.standard(), SyscallPolicy.grader(), SyscallPolicy.dockerLike(Set.of()));
    for (int i = 0; i < expected.length; i++) {
      SyscallPolicy preset = presets.get(i);
      assertThat(result(room.syscalls(preset), command))
          .as(preset.name())
          .startsWith(expected[i] + ":");
    }
  }

  /**
   * Returns {@code bounded}, the cost, or the errno of the first call, and what the program said.
   */
  private static String result(Sandbox room, Command command) throws Exception {
    String line = "";
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && least > MOST; i++) {
      HostMemory memory = HostMemory.quiet();
      try (SandboxProcess hoarder = room.start(command)) {
        String said = memory.watched(() -> hoarder.inputReader().readLine());
        line = said == null ? killed(hoarder) : said;
        least = Math.min(least, memory.peak());
      }
    }
    String[] words = line.split(" ");
    if (words.length > 2 && words[1].equals("0")) {
      return words[2] + ": " + line;
    }
    return (least <= MOST ? BOUNDED + ": " : "cost the host more: ") + least + " MiB, " + line;
  }

  private static String killed(SandboxProcess hoarder) throws Exception {
    hoarder.waitFor();
    assertThat(hoarder.verdict()).isInstanceOf(Verdict.MemoryExceeded.class);
    return "killed";
  }
}
