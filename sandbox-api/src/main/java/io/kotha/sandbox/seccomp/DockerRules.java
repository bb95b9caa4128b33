package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;

import io.kotha.sandbox.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of Docker's default profile, as of version 0.3.0 of moby/profiles/seccomp (June 2026),
 * without leases on files, and without filters of sockets, whose memory no cgroup counts. An {@code
 * int} is compared on its low 32 bits, as the kernel reads it. Docker compares all 64, so that it
 * refuses {@code socket} of AF_ALG but grants it with a bit set in the high half.
 */
final class DockerRules {

  /**
   * Calls that Docker allows and that are in no {@link SyscallGroup}. The mount API, setns and
   * unshare need a kept capability. io_uring, open_tree_attr (6.15), file_setattr (6.17), listns
   * (6.19) and the calls of newer kernels are in neither list.
   */
  private static final String MORE_CALLS =
      """
      adjtimex cachestat clock_adjtime epoll_ctl_old epoll_wait_old fanotify_mark get_thread_area
      io_cancel io_destroy io_getevents io_pgetevents io_setup io_submit listmount memfd_secret
      modify_ldt name_to_handle_at openat2 process_mrelease process_vm_readv process_vm_writev
      ptrace remap_file_pages set_thread_area statmount vmsplice
      """;

  private static final Map<Capability, String> BY_CAPABILITY =
      Map.ofEntries(
          Map.entry(Capability.DAC_READ_SEARCH, "open_by_handle_at"),
          Map.entry(
              Capability.SYS_ADMIN,
              """
              bpf clone clone3 fanotify_init fsconfig fsmount fsopen fspick lookup_dcookie
              lsm_get_self_attr lsm_list_modules lsm_set_self_attr mount mount_setattr move_mount
              open_tree perf_event_open quotactl quotactl_fd setdomainname sethostname setns syslog
              umount2 unshare
              """),
          Map.entry(Capability.SYS_BOOT, "reboot"),
          Map.entry(Capability.SYS_CHROOT, "chroot"),
          Map.entry(Capability.SYS_MODULE, "delete_module init_module finit_module"),
          Map.entry(Capability.SYS_PACCT, "acct"),
          Map.entry(Capability.SYS_PTRACE, "kcmp pidfd_getfd process_madvise"),
          Map.entry(Capability.SYS_RAWIO, "iopl ioperm"),
          Map.entry(Capability.SYS_TIME, "settimeofday clock_settime"),
          Map.entry(Capability.SYS_TTY_CONFIG, "vhangup"),
          Map.entry(
              Capability.SYS_NICE, "get_mempolicy mbind set_mempolicy set_mempolicy_home_node"),
          Map.entry(Capability.SYSLOG, "syslog"),
          Map.entry(Capability.BPF, "bpf"),
          Map.entry(Capability.PERFMON, "perf_event_open"));

  private static final int AF_ALG = 38;
  private static final int AF_VSOCK = 40;

  private DockerRules() {}

  static List<SyscallRule> of(Set<Capability> kept) {
    List<SyscallRule> rules = new ArrayList<>();
    for (SyscallGroup group : SyscallGroup.values()) {
      group.names().forEach(name -> rules.add(new SyscallRule(name, SyscallAction.allow())));
    }
    rules.addAll(StandardRules.allowed(MORE_CALLS));
    // Docker's profile knows uretprobe (6.11), but not yet uprobe (6.18).
    rules.add(StandardRules.refused("uprobe"));
    rules.add(StandardRules.refused("socket", int32(0).is(AF_ALG)));
    rules.add(StandardRules.refused("socket", int32(0).is(AF_VSOCK)));
    rules.addAll(StandardRules.SOCKET_FILTERS);
    rules.addAll(StandardRules.LEASES);
    rules.addAll(UncountedMemory.REFUSED);
    rules.add(StandardRules.NEW_NAMESPACES);
    rules.add(StandardRules.ODD_PERSONALITIES);
    rules.add(new SyscallRule("clone3", SyscallAction.ENOSYS));
    for (Capability capability :
        Capability.values()) { // a fixed order, so that equal sets give equal policies
      if (kept.contains(capability) && BY_CAPABILITY.containsKey(capability)) {
        rules.addAll(StandardRules.allowed(BY_CAPABILITY.get(capability)));
      }
    }
    return rules;
  }
}
