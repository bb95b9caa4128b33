package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;

import io.kotha.sandbox.linux.seccomp.bpf.FatalAs;
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
 * What a parked payload still has to do after its filter is on and before its program begins: take
 * its orders, arrange descriptors, copy files in, change directory, execute.
 *
 * <p>A payload is parked under {@link #widened()}, the policy with these calls added. What that
 * adds is taken away again by {@link #late}, a second filter that is loaded just before {@code
 * execve}: of two filters the stricter answer counts, so that both together are the policy. For
 * {@link SyscallPolicy#standard()} there is nothing to add, and no second filter.
 */
public final class ParkedCalls {

  static final String EXECVE = "execve";
  private static final String EXIT_GROUP = "exit_group";
  private static final String WRITE = "write";

  private static final int TIOCSCTTY = 0x540e;
  private static final int PERSONALITY_QUERY = -1;
  private static final long S_ISUID_OR_S_ISGID = 06000;

  private static final List<ParkedCall> ALL =
      List.of(
          new ParkedCall("recvmsg"),
          new ParkedCall("sendmsg"),
          new ParkedCall("read"),
          new ParkedCall(WRITE),
          new ParkedCall("sendfile"),
          new ParkedCall("mmap"),
          new ParkedCall("close"),
          new ParkedCall("close_range"),
          new ParkedCall("dup3"),
          new ParkedCall("fcntl"),
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
          new ParkedCall("prctl"),
          new ParkedCall("seccomp"),
          new ParkedCall(EXIT_GROUP),
          new ParkedCall(EXECVE));

  private final SyscallPolicy policy;
  private final List<ParkedCall> notGranted;

  private ParkedCalls(SyscallPolicy policy, List<ParkedCall> notGranted) {
    this.policy = policy;
    this.notGranted = notGranted;
  }

  /**
   * Compares a policy with what a parked payload needs.
   *
   * @throws IllegalArgumentException when the policy does not grant {@code execve}: no program
   *     could start under it
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
    return new ParkedCalls(policy, List.copyOf(notGranted));
  }

  static IllegalArgumentException cannotStart(SyscallPolicy policy) {
    return new IllegalArgumentException(
        "policy %s does not grant execve, which starts the program".formatted(policy.name()));
  }

  /** The calls that a parked payload needs and the policy does not grant; empty for most. */
  public SortedSet<String> notGranted() {
    SortedSet<String> names = new TreeSet<>();
    for (ParkedCall call : notGranted) {
      names.add(call.name());
    }
    return Collections.unmodifiableSortedSet(names);
  }

  /** The policy, and the calls that it lacks. */
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
   * What takes the added calls away: a policy of which everything is allowed that is not one of
   * them, and those meet the original policy's answer. It leaves {@code exit_group}, and the {@code
   * write} with which a payload tells that {@code execve} failed. Empty when nothing was added.
   *
   * <p>Compile it with {@link FatalAs#KILL_PROCESS}: a process can have one listener, and that is
   * the first filter's.
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
