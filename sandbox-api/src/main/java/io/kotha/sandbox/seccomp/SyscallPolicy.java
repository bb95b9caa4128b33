package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy on the system calls of a room's programs: an immutable list of rules, which is compiled
 * to a seccomp filter ({@code seccomp(2)}, {@code SECCOMP_SET_MODE_FILTER}) for this machine.
 *
 * <p><b>The last rule that matches a call decides</b>, so rules that are added to a policy override
 * the earlier ones. A call that no rule matches gets {@link #defaultAction()}. A number that
 * Kotha's tables do not name, such as a call of a newer kernel, gets {@link #unknown()}. A name
 * that exists only on another architecture has no effect ({@code open} is not a call of aarch64); a
 * name that exists on none is an error when the room is planned.
 *
 * <p>No policy covers calls through another ABI than the machine's own (i386 or x32 on x86_64, arm
 * on aarch64). An x32 call gets {@code ENOSYS}; any other kills the process.
 *
 * <p>A room adds a few rules to each policy, because of what the room can reach; see {@link
 * RoomRules}.
 *
 * <p>A policy must grant {@code execve}, which starts the program; otherwise planning the room is
 * an error. Every policy grants {@code exit_group}. Other calls that Kotha needs to start the
 * program are revoked before the program's first instruction, unless the policy grants them.
 *
 * @param name name of the policy in reports; not blank
 * @param defaultAction action on calls without a rule
 * @param unknown action on call numbers without a name
 * @param rules rules in order; the last that matches decides
 */
public record SyscallPolicy(
    String name, SyscallAction defaultAction, SyscallAction unknown, List<SyscallRule> rules) {

  private static final SyscallPolicy STANDARD = preset("standard", StandardRules.ALL);
  private static final SyscallPolicy GRADER = preset("grader", GraderRules.ALL);
  private static final SyscallPolicy COMPUTE = preset("compute", ComputeRules.ALL);

  /**
   * Copies the rules.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public SyscallPolicy {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(defaultAction, "defaultAction");
    Objects.requireNonNull(unknown, "unknown");
    Objects.requireNonNull(rules, "rules");
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a policy must not be blank");
    }
    rules = List.copyOf(rules);
  }

  /**
   * Returns the default policy, which grants what compilers, interpreters and ordinary programs
   * need, and little else. Other known calls get {@code EPERM}; unknown ones, and those for which C
   * libraries have a fallback, get {@code ENOSYS}.
   *
   * <p>It refuses: namespaces ({@code unshare}, {@code setns}, {@code clone} with {@code
   * CLONE_NEW*}), mounts by the old and the new interface, {@code chroot}; memory and descriptors
   * of other processes ({@code process_vm_*}, {@code pidfd_getfd}, {@code kcmp}); tracing, limits,
   * priority and affinity of process 1, the room's init; {@code bpf}, {@code io_uring_*}, {@code
   * io_submit} and its family, {@code perf_event_open}, {@code userfaultfd}, {@code vmsplice},
   * keyrings, file handles, NUMA placement; every call that configures the host; sockets other than
   * local, IP and route-netlink ones; setuid and setgid modes on files; input into a terminal
   * ({@code TIOCSTI}); leases on files ({@code F_SETLEASE}) and directory notification ({@code
   * F_NOTIFY}).
   *
   * <p>It refuses filters in classic BPF: of sockets with {@code EPERM}, and of {@code seccomp(2)}
   * with {@code EINVAL}, as a kernel without them does. No cgroup counts them. A program that
   * confines itself with seccomp needs {@code standard().allow("seccomp", "prctl")}.
   *
   * <p>{@code ptrace} is granted for the room's own programs, because debuggers and LeakSanitizer
   * need it. The filter decides on a traced call after the tracer has changed it; seccomp(2).
   */
  public static SyscallPolicy standard() {
    return STANDARD;
  }

  /**
   * Returns a policy for judged programs: compilers, interpreters and the programs that they run.
   * It is {@link #standard()} without calls that those do not make and exploits often do: sockets
   * other than local ones, message queues and System V IPC, {@code splice} and {@code tee}, {@code
   * inotify}. Record locks ({@code F_SETLK}, {@code F_OFD_SETLK}) get {@code ENOLCK}: no cgroup
   * counts them.
   */
  public static SyscallPolicy grader() {
    return GRADER;
  }

  /**
   * Returns a policy for static programs of one thread that read, compute and write. It grants
   * input and output on open descriptors, memory, clocks, signals to itself, the calls that C
   * libraries make before {@code main}, and {@code execve} {@linkplain SyscallAction#once() once}.
   * The program can open no file and create no process or thread.
   *
   * <p>A dynamically linked program cannot start, because its loader must open libraries.
   */
  public static SyscallPolicy compute() {
    return COMPUTE;
  }

  /**
   * Returns the policy of Docker's default profile for a container with these capabilities, for
   * images that are known to run there. {@link #standard()} refuses more. Unlike Docker, it
   * compares {@code int} arguments on their low 32 bits, as the kernel does, and it refuses leases
   * on files and filters of sockets.
   *
   * @param kept capabilities that the room {@linkplain Sandbox#keepCaps keeps}; some grant further
   *     calls, as {@link Capability#SYS_CHROOT} grants {@code chroot}
   */
  public static SyscallPolicy dockerLike(Set<Capability> kept) {
    Objects.requireNonNull(kept, "kept");
    return preset("docker-like", DockerRules.of(kept));
  }

  private static SyscallPolicy preset(String name, List<SyscallRule> rules) {
    return new SyscallPolicy(name, SyscallAction.EPERM, SyscallAction.ENOSYS, rules);
  }

  /**
   * Returns the absence of a policy: no filter is loaded. The room's other isolation, such as
   * namespaces and capabilities, stays in force. A room that can write to files of the host, and
   * each room of an ordinary user, still gets a filter; see {@link RoomRules}.
   */
  public static SyscallPolicy none() {
    return new SyscallPolicy("none", SyscallAction.allow(), SyscallAction.allow(), List.of());
  }

  /**
   * Returns an empty allow-list: known calls get {@code EPERM}, unknown ones {@code ENOSYS}.
   *
   * @param name name of the policy in reports
   * @throws IllegalArgumentException if the name is blank
   */
  public static SyscallPolicy allowList(String name) {
    return new SyscallPolicy(name, SyscallAction.EPERM, SyscallAction.ENOSYS, List.of());
  }

  /**
   * Returns an empty deny-list: known calls are executed, unknown ones get {@code ENOSYS}. A later
   * version of Kotha may know, and so allow, more calls.
   *
   * @param name name of the policy in reports
   * @throws IllegalArgumentException if the name is blank
   */
  public static SyscallPolicy denyList(String name) {
    return new SyscallPolicy(name, SyscallAction.allow(), SyscallAction.ENOSYS, List.of());
  }

  /** Returns whether no filter is loaded for this policy. */
  public boolean isNone() {
    return rules.isEmpty()
        && defaultAction.equals(SyscallAction.allow())
        && unknown.equals(SyscallAction.allow());
  }

  /**
   * Returns a copy with another name.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public SyscallPolicy named(String newName) {
    Objects.requireNonNull(newName, "newName");
    return new SyscallPolicy(newName, defaultAction, unknown, rules);
  }

  /** Returns a copy with this action on known calls that no rule matches. */
  public SyscallPolicy defaultAction(SyscallAction action) {
    Objects.requireNonNull(action, "action");
    return new SyscallPolicy(derivedName(), action, unknown, rules);
  }

  /** Returns a copy with this action on call numbers that Kotha's tables do not name. */
  public SyscallPolicy unknown(SyscallAction action) {
    Objects.requireNonNull(action, "action");
    return new SyscallPolicy(derivedName(), defaultAction, action, rules);
  }

  /**
   * Returns a copy that allows these calls with any arguments, whatever earlier rules say.
   *
   * @param names names of calls, or labels of groups such as {@code @sockets}; see {@link
   *     SyscallGroup}
   * @throws IllegalArgumentException if no group has such a label
   */
  public SyscallPolicy allow(String... names) {
    return ruled(SyscallAction.allow(), names);
  }

  /** Returns a copy that allows this call if all conditions hold. */
  public SyscallPolicy allowWhen(
      String name, ArgumentCondition condition, ArgumentCondition... more) {
    Objects.requireNonNull(name, "name");
    return rule(new SyscallRule(name, SyscallAction.allow(), listed(condition, more)));
  }

  /**
   * Returns a copy that fails these calls with {@code EPERM} for any arguments.
   *
   * @param names names of calls, or labels of groups such as {@code @sockets}; see {@link
   *     SyscallGroup}
   * @throws IllegalArgumentException if no group has such a label
   */
  public SyscallPolicy deny(String... names) {
    return deny(SyscallAction.EPERM, names);
  }

  /**
   * Returns a copy that answers these calls with this action for any arguments.
   *
   * @param names names of calls, or labels of groups such as {@code @sockets}; see {@link
   *     SyscallGroup}
   * @throws IllegalArgumentException if no group has such a label
   */
  public SyscallPolicy deny(SyscallAction action, String... names) {
    Objects.requireNonNull(action, "action");
    return ruled(action, names);
  }

  /** Returns a copy that answers this call with this action if all conditions hold. */
  public SyscallPolicy denyWhen(
      SyscallAction action, String name, ArgumentCondition condition, ArgumentCondition... more) {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(name, "name");
    return rule(new SyscallRule(name, action, listed(condition, more)));
  }

  /**
   * Returns a copy whose emulator answers these calls; see {@link SyscallAction#emulate}.
   *
   * @param names names of calls, or labels of groups such as {@code @sockets}; see {@link
   *     SyscallGroup}
   * @throws IllegalArgumentException if no group has such a label
   */
  public SyscallPolicy emulate(SyscallEmulator emulator, String... names) {
    return ruled(SyscallAction.emulate(emulator), names);
  }

  /**
   * Returns the action on a call: that of the last rule that matches, else {@link
   * #defaultAction()}.
   *
   * @param name the kernel's name of the call; null for a number that Kotha's tables do not name,
   *     which gets {@link #unknown()}
   * @param registers the six argument registers
   */
  public SyscallAction actionFor(@Nullable String name, long... registers) {
    if (name == null) {
      return unknown;
    }
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).syscall().equals(name) && rules.get(i).matches(registers)) {
        return rules.get(i).action();
      }
    }
    return defaultAction;
  }

  /** Returns a copy with a further rule, which overrides the earlier ones. */
  public SyscallPolicy rule(SyscallRule rule) {
    Objects.requireNonNull(rule, "rule");
    return ruled(Stream.of(rule));
  }

  private SyscallPolicy ruled(SyscallAction action, String... names) {
    Objects.requireNonNull(names, "names");
    Function<String, Stream<String>> members =
        name -> name.startsWith("@") ? SyscallGroup.of(name).names().stream() : Stream.of(name);
    return ruled(Stream.of(names).flatMap(members).map(name -> new SyscallRule(name, action)));
  }

  private SyscallPolicy ruled(Stream<SyscallRule> more) {
    List<SyscallRule> all = new ArrayList<>(rules);
    more.forEach(all::add);
    return new SyscallPolicy(derivedName(), defaultAction, unknown, all);
  }

  /** Returns a name for reports that tells a changed policy from the original. */
  private String derivedName() {
    return name.endsWith("+") ? name : name + "+";
  }

  private static List<ArgumentCondition> listed(
      ArgumentCondition condition, ArgumentCondition... more) {
    List<ArgumentCondition> all = new ArrayList<>();
    all.add(Objects.requireNonNull(condition, "condition"));
    all.addAll(List.of(Objects.requireNonNull(more, "more")));
    return all;
  }
}
