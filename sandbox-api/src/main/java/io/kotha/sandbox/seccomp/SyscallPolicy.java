package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which system calls the programs of a room may make: an immutable list of rules, compiled to a
 * seccomp filter ({@code seccomp(2)}, {@code SECCOMP_SET_MODE_FILTER}) for the machine it runs on.
 *
 * <p><b>The last rule that matches a call decides</b>; so what is derived from a policy is stronger
 * than what was there before. A call that no rule matches meets {@link #defaultAction()}; a number
 * that the tables of this version have no name for, such as a call of a newer kernel, meets {@link
 * #unknown()}. Names that exist on another architecture only are passed over ({@code open} is not a
 * call of aarch64); names that exist nowhere are an error when the room is planned.
 *
 * <p>System calls made through another ABI than the machine's own (i386 or x32 on x86_64, arm on
 * aarch64) are outside of every policy: a foreign one kills the process, an x32 one gets {@code
 * ENOSYS}.
 *
 * <p>A policy must grant {@code execve}, which starts the program; one that does not is an error
 * when the room is planned. {@code exit_group} is granted by every policy. Whatever else a room
 * needs to start the program is taken away, where the policy does not grant it, before the
 * program's first instruction.
 *
 * @param name what reports call it
 * @param defaultAction what happens to calls without a rule
 * @param unknown what happens to numbers without a name
 * @param rules the later the stronger
 */
public record SyscallPolicy(
    String name, SyscallAction defaultAction, SyscallAction unknown, List<SyscallRule> rules) {

  private static final SyscallPolicy STANDARD = preset("standard", StandardRules.ALL);
  private static final SyscallPolicy GRADER = preset("grader", GraderRules.ALL);
  private static final SyscallPolicy COMPUTE = preset("compute", ComputeRules.ALL);

  /** Copies the rules. */
  public SyscallPolicy {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a policy has a name");
    }
    rules = List.copyOf(rules);
  }

  /**
   * The default: what compilers, interpreters and ordinary programs need, and little else. Known
   * calls outside of it get {@code EPERM}; unknown ones, and those for which a C library has a
   * fallback, get {@code ENOSYS}.
   *
   * <p>Refused are: namespaces ({@code unshare}, {@code setns}, {@code clone} with {@code
   * CLONE_NEW*}), mounts by the old and the new interface, {@code chroot}; other processes' memory
   * and descriptors ({@code ptrace}, {@code process_vm_*}, {@code pidfd_getfd}, {@code kcmp});
   * limits, priority and affinity of other processes and, by their numbers, other threads; {@code
   * bpf}, {@code io_uring_*}, {@code io_submit} and its family, {@code perf_event_open}, {@code
   * userfaultfd}, {@code vmsplice}, keyrings, file handles, NUMA placement; everything that
   * configures the host; sockets other than local, IP and route-netlink ones; setuid and setgid
   * modes on files; input into a terminal ({@code TIOCSTI}).
   *
   * <p>A program that traces its own children, as gdb and LeakSanitizer do, needs {@code
   * standard().allow("ptrace")}.
   */
  public static SyscallPolicy standard() {
    return STANDARD;
  }

  /**
   * For programs that are judged: compilers, interpreters and what they made. It is {@link
   * #standard()} less what those never ask for and exploits often do: sockets other than local
   * ones, message queues and System V IPC, pages handed from pipe to pipe ({@code splice}, {@code
   * tee}), {@code inotify}.
   */
  public static SyscallPolicy grader() {
    return GRADER;
  }

  /**
   * For static programs of one thread that read, compute and write: no file can be opened, no
   * process or thread made, and {@code execve} is granted {@linkplain SyscallAction#once() once}.
   * Nothing is left of it but reading and writing what is open, memory, clocks, signals to itself,
   * and what the C libraries ask before {@code main}.
   *
   * <p>A program that is not static cannot start: its loader has to open libraries.
   */
  public static SyscallPolicy compute() {
    return COMPUTE;
  }

  /**
   * What Docker's default profile answers to a container with these capabilities, without its
   * tolerance for arguments whose high half is set. It is for images that are known to run there;
   * {@link #standard()} refuses more.
   *
   * @param kept some calls come with a capability, as {@code chroot} does with {@link
   *     Capability#SYS_CHROOT}; pass what the room {@linkplain Sandbox#keepCaps keeps}
   */
  public static SyscallPolicy dockerLike(Set<Capability> kept) {
    return preset("docker-like", DockerRules.of(kept));
  }

  private static SyscallPolicy preset(String name, List<SyscallRule> rules) {
    return new SyscallPolicy(name, SyscallAction.EPERM, SyscallAction.ENOSYS, rules);
  }

  /** No filter at all. The other walls of the room stand, this one does not. */
  public static SyscallPolicy none() {
    return new SyscallPolicy("none", SyscallAction.allow(), SyscallAction.allow(), List.of());
  }

  /**
   * An empty allow-list: known calls get {@code EPERM}, unknown ones {@code ENOSYS}.
   *
   * @param name what reports call it
   */
  public static SyscallPolicy allowList(String name) {
    return new SyscallPolicy(name, SyscallAction.EPERM, SyscallAction.ENOSYS, List.of());
  }

  /**
   * An empty deny-list: known calls are carried out, unknown ones get {@code ENOSYS}. It ages:
   * every new version of Kotha may know, and so allow, more calls.
   *
   * @param name what reports call it
   */
  public static SyscallPolicy denyList(String name) {
    return new SyscallPolicy(name, SyscallAction.allow(), SyscallAction.ENOSYS, List.of());
  }

  /** Whether no filter is loaded for it. */
  public boolean isNone() {
    return rules.isEmpty()
        && defaultAction.equals(SyscallAction.allow())
        && unknown.equals(SyscallAction.allow());
  }

  /** The same rules under another name. */
  public SyscallPolicy named(String newName) {
    return new SyscallPolicy(newName, defaultAction, unknown, rules);
  }

  /** Known calls that no rule matches meet this action. */
  public SyscallPolicy defaultAction(SyscallAction action) {
    return new SyscallPolicy(derivedName(), action, unknown, rules);
  }

  /** Calls that the tables have no name for meet this action. */
  public SyscallPolicy unknown(SyscallAction action) {
    return new SyscallPolicy(derivedName(), defaultAction, action, rules);
  }

  /**
   * Carries out these calls whatever their arguments: conditions that earlier rules put on them no
   * longer count.
   *
   * @param names of calls, or of a {@link SyscallGroup} with its {@code @}
   */
  public SyscallPolicy allow(String... names) {
    return ruled(SyscallAction.allow(), names);
  }

  /** Carries out this call when all conditions hold. */
  public SyscallPolicy allowWhen(
      String name, ArgumentCondition condition, ArgumentCondition... more) {
    return rule(new SyscallRule(name, SyscallAction.allow(), listed(condition, more)));
  }

  /**
   * Answers these calls with {@code EPERM} whatever their arguments.
   *
   * @param names of calls, or of a {@link SyscallGroup} with its {@code @}
   */
  public SyscallPolicy deny(String... names) {
    return deny(SyscallAction.EPERM, names);
  }

  /**
   * Meets these calls with this action whatever their arguments.
   *
   * @param names of calls, or of a {@link SyscallGroup} with its {@code @}
   */
  public SyscallPolicy deny(SyscallAction action, String... names) {
    return ruled(action, names);
  }

  /** Meets this call with this action when all conditions hold. */
  public SyscallPolicy denyWhen(
      SyscallAction action, String name, ArgumentCondition condition, ArgumentCondition... more) {
    return rule(new SyscallRule(name, action, listed(condition, more)));
  }

  /**
   * Has calls answered by code of the caller's; see {@link SyscallAction#emulate}.
   *
   * @param names of calls, or of a {@link SyscallGroup} with its {@code @}
   */
  public SyscallPolicy emulate(SyscallEmulator emulator, String... names) {
    return ruled(SyscallAction.emulate(emulator), names);
  }

  /**
   * What it does with a call: the action of the last rule that matches, or of none.
   *
   * @param name the kernel's name of the call, or null where it has none here
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

  /** Adds a rule that is stronger than those before it. */
  public SyscallPolicy rule(SyscallRule rule) {
    return ruled(Stream.of(rule));
  }

  private SyscallPolicy ruled(SyscallAction action, String... names) {
    Function<String, Stream<String>> members =
        name -> name.startsWith("@") ? SyscallGroup.of(name).names().stream() : Stream.of(name);
    return ruled(Stream.of(names).flatMap(members).map(name -> new SyscallRule(name, action)));
  }

  private SyscallPolicy ruled(Stream<SyscallRule> more) {
    List<SyscallRule> all = new ArrayList<>(rules);
    more.forEach(all::add);
    return new SyscallPolicy(derivedName(), defaultAction, unknown, all);
  }

  /** A policy that is no longer the one of that name must not go by it in a report. */
  private String derivedName() {
    return name.endsWith("+") ? name : name + "+";
  }

  private static List<ArgumentCondition> listed(
      ArgumentCondition condition, ArgumentCondition... more) {
    List<ArgumentCondition> all = new ArrayList<>();
    all.add(condition);
    all.addAll(List.of(more));
    return all;
  }
}
