package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;

import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The system calls that a parked payload makes after its filter is loaded and before its program
 * starts: it receives its command, arranges descriptors, copies files in, changes directory and
 * calls {@code execve}.
 *
 * <p>A payload is parked under {@link #widened()}, which is the policy with these calls allowed.
 * {@link #late} takes the added calls away again: it is a second filter that is loaded just before
 * {@code execve}. The kernel applies the stricter answer of two filters, so both together equal the
 * policy. {@link SyscallPolicy#standard()} lacks none of these calls and needs no second filter.
 */
public final class ParkedCalls {

  static final String EXECVE = "execve";
  private static final String EXIT_GROUP = "exit_group";
  private static final String WRITE = "write";

  private static final int F_GET_SEALS = 1034;
  private static final int TIOCSCTTY = 0x540e;
  private static final int SET_MODE_FILTER = 1;
  private static final int MAP_HUGETLB = 0x40000;
  private static final int PERSONALITY_QUERY = -1;
  private static final long S_ISUID_OR_S_ISGID = 06000;

  private static final List<ParkedCall> ALL =
      List.of(
          new ParkedCall("recvmsg"),
          new ParkedCall("sendmsg"),
          new ParkedCall("read"),
          new ParkedCall(WRITE),
          new ParkedCall("sendfile"),
          new ParkedCall("mmap", int32(3).hasNoneOf(MAP_HUGETLB)),
          new ParkedCall("close"),
          new ParkedCall("close_range"),
          new ParkedCall("dup3"),
          new ParkedCall("fcntl", int32(1).is(F_GET_SEALS)),
          new ParkedCall("ioctl", int32(1).is(TIOCSCTTY)),
          new ParkedCall("openat", int32(3).hasNoneOf(S_ISUID_OR_S_ISGID)),
          new ParkedCall("fstat"),
          new ParkedCall("mkdirat"),
          new ParkedCall("fchmod", int32(1).hasNoneOf(S_ISUID_OR_S_ISGID)),
          new ParkedCall("umask"),
          new ParkedCall("chdir"),
          new ParkedCall("fchdir"),
          new ParkedCall("getcwd"),
          new ParkedCall("clock_gettime"),
          new ParkedCall("setsid"),
          new ParkedCall("rt_sigprocmask"),
          new ParkedCall("rt_sigaction"),
          new ParkedCall("prlimit64", int32(0).is(0)),
          new ParkedCall("personality", int32(0).is(PERSONALITY_QUERY)),
          new ParkedCall(EXIT_GROUP),
          new ParkedCall(EXECVE));

  /** Loads the late filter, so it is needed only if another call is not granted. */
  private static final ParkedCall LOAD = new ParkedCall("seccomp", int32(0).is(SET_MODE_FILTER));

  private final SyscallPolicy policy;
  private final List<ParkedCall> notGranted;

  private ParkedCalls(SyscallPolicy policy, List<ParkedCall> notGranted) {
    this.policy = policy;
    this.notGranted = notGranted;
  }

  /**
   * Compares a policy with the calls that a parked payload needs.
   *
   * @throws IllegalArgumentException if the policy does not grant {@code execve}: no program could
   *     start under it
   */
  public static ParkedCalls of(SyscallPolicy policy) {
    if (!new ParkedCall(EXECVE).isGrantedBy(policy)) {
      throw cannotStart(policy);
    }
    List<ParkedCall> notGranted = new ArrayList<>();
    for (ParkedCall call : ALL) {
      if (!call.isGrantedBy(policy)) {
        notGranted.add(call);
      }
    }
    if (!notGranted.isEmpty() && !LOAD.isGrantedBy(policy)) {
      notGranted.add(LOAD);
    }
    return new ParkedCalls(policy, List.copyOf(notGranted));
  }

  static IllegalArgumentException cannotStart(SyscallPolicy policy) {
    return new IllegalArgumentException(
        "policy %s does not grant execve, which starts the program".formatted(policy.name()));
  }

  /**
   * Returns the calls that a parked payload needs and the policy does not grant. The set is empty
   * for most policies.
   */
  public SortedSet<String> notGranted() {
    SortedSet<String> names = new TreeSet<>();
    for (ParkedCall call : notGranted) {
      names.add(call.name());
    }
    return Collections.unmodifiableSortedSet(names);
  }

  /** Returns the policy with the missing calls allowed. */
  public SyscallPolicy widened() {
    if (notGranted.isEmpty()) {
      return policy;
    }
    SyscallPolicy widened = policy;
    for (ParkedCall call : notGranted) {
      widened =
          widened.rule(new SyscallRule(call.name(), SyscallAction.allow(), call.conditions()));
    }
    return widened.named(policy.name() + " (parked)");
  }

  /**
   * Returns the policy that takes the added calls away; empty if none was added. It answers them as
   * the original policy does and allows every other call. Two calls stay allowed: {@code
   * exit_group}, and the {@code write} by which a payload reports that {@code execve} failed.
   *
   * <p>Compile it with {@link KillMode#KILL_PROCESS}: a process can have only one listener, and the
   * first filter has it.
   *
   * @see ReportingCalls
   */
  public Optional<SyscallPolicy> late() {
    List<SyscallRule> rules = new ArrayList<>();
    for (String name : notGranted()) {
      if (!name.equals(EXIT_GROUP)) {
        rules.add(new SyscallRule(name, policy.defaultAction()));
        policy.rules().stream().filter(rule -> rule.syscall().equals(name)).forEach(rules::add);
      }
    }
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    rules.add(ReportingCalls.by(WRITE));
    return Optional.of(
        new SyscallPolicy(
            policy.name() + " (late)", SyscallAction.allow(), SyscallAction.allow(), rules));
  }
}
