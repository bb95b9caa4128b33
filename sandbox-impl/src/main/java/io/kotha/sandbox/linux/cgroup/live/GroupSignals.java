package io.kotha.sandbox.linux.cgroup.live;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.cgroup.GroupMembers;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Group;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.sys.ProcessFds;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Signals every process of a program through its group. */
public final class GroupSignals {

  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;

  /** The number of looks at a group; each one finds what was forked during the one before. */
  private static final int ROUNDS = 100;

  /** The number of descriptors that are open at the same time. */
  private static final int BATCH = 64;

  private final Native kernel;
  private final ProcessFds processes;

  /** Makes the calls of this kernel. */
  public GroupSignals(Native kernel) {
    this.kernel = kernel;
    this.processes = new ProcessFds(kernel);
  }

  /**
   * Sends a signal to every process of a program.
   *
   * <p>For a signal that a program can handle, it looks at the group once. A second look would also
   * find the processes that a handler has forked, such as those that clean up, and signal them. For
   * SIGKILL and SIGSTOP it looks again until there is no new process. A process with a pending
   * signal cannot fork ({@code copy_process} in kernel/fork.c), so this soon comes to an end.
   *
   * @param plan the groups of the program
   * @throws SandboxException if a process may not be signalled, or no descriptor is left
   */
  public void send(CgroupPlan plan, int number) throws SandboxException {
    Path group = group(plan);
    Set<Long> seen = new HashSet<>();
    int rounds = number == SIGKILL || number == SIGSTOP ? ROUNDS : 1;
    for (int round = 0; round < rounds; round++) {
      List<Long> fresh =
          GroupMembers.own(group).filter(pid -> pid > 0 && !seen.contains(pid)).toList();
      if (fresh.isEmpty()) {
        return;
      }
      for (int i = 0; i < fresh.size(); i += BATCH) {
        batch(group, fresh.subList(i, Math.min(fresh.size(), i + BATCH)), number);
      }
      seen.addAll(fresh);
    }
  }

  /** Returns the last group: all groups of a program hold the same processes. */
  private static Path group(CgroupPlan plan) {
    List<Group> groups = plan.groups();
    return Path.of(groups.get(groups.size() - 1).path());
  }

  /**
   * Signals processes. The group is read again once their descriptors are open: a pid that it had
   * before may be that of a process of the host by the time it is opened.
   */
  private void batch(Path group, List<Long> pids, int number) throws SandboxException {
    Map<Long, Integer> fds = new LinkedHashMap<>();
    try {
      for (long pid : pids) {
        unlessGone(() -> fds.put(pid, processes.open(pid)));
      }
      Set<Long> members = GroupMembers.own(group).collect(Collectors.toSet());
      for (Map.Entry<Long, Integer> process : fds.entrySet()) {
        if (members.contains(process.getKey())) {
          unlessGone(() -> processes.signal(process.getValue(), number));
        }
      }
    } finally {
      fds.values().forEach(kernel::close);
    }
  }

  /** A call on a process that may have ended. */
  private interface Call {
    void make() throws NativeException;
  }

  private static void unlessGone(Call call) throws SandboxException {
    try {
      call.make();
    } catch (NativeException e) {
      if (e.errno() != Errno.ESRCH) {
        throw new SandboxException(
            "the processes of the room cannot be signalled: " + e.getMessage(), e);
      }
    }
  }
}
