package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;

import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.seccomp.ArgumentCondition.Width;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A recorder of the system calls of one run, from which it derives a policy; see {@code
 * Sandbox.learn}. Safe for use by many threads.
 */
public final class SyscallRecorder {

  /** A call of prlimit64 that only reads. */
  private static final ArgumentCondition NO_LIMIT = int64(2).is(0);

  /** The grants of calls that multiplex others, and of those that standard() restricts. */
  private static final Map<String, Selection> SELECTIONS = selections();

  /**
   * Calls that a run may need although none was recorded: the start and end of a program, the
   * return from a signal, and calls that the vDSO mostly serves without entering the kernel;
   * vdso(7).
   */
  private static final List<String> UNRECORDED =
      List.of(
          "execve",
          "exit",
          "exit_group",
          "rt_sigreturn",
          "restart_syscall",
          "clock_gettime",
          "clock_getres",
          "gettimeofday",
          "time",
          "getcpu");

  private final Map<String, LongAdder> calls = new ConcurrentSkipListMap<>();
  private final Map<String, Set<List<ArgumentCondition>>> selected = new ConcurrentSkipListMap<>();

  /** Creates an empty recorder. */
  public SyscallRecorder() {}

  /** Conditions, derived from a recorded call, under which the learned policy grants the call. */
  @FunctionalInterface
  private interface Selection {
    /** Returns alternatives: lists of conditions of which one must hold completely. */
    List<List<ArgumentCondition>> of(SyscallNotification call);
  }

  private static Map<String, Selection> selections() {
    Map<String, Selection> selections = new HashMap<>();
    for (String first : List.of("arch_prctl", "clone", "personality", "prctl", "seccomp")) {
      selections.put(first, exactly(0));
    }
    selections.put("fcntl", exactly(1));
    selections.put("ioctl", exactly(1));
    selections.put("setsockopt", exactly(1, 2));
    selections.put("socket", exactly(0, 1, 2));
    selections.put("socketpair", exactly(0));
    selections.put("ptrace", call -> List.of(List.of(same(call, 0), notInit(call, 1))));
    selections.put("prlimit64", call -> List.of(List.of(notInit(call, 0)), List.of(NO_LIMIT)));
    for (String attribute : UncountedMemory.ATTRIBUTE_CALLS) {
      selections.put(attribute, call -> List.of(List.of(UncountedMemory.SMALL_ATTRIBUTE)));
    }
    for (String scheduling : List.of("affinity", "scheduler", "param", "attr")) {
      selections.put("sched_set" + scheduling, call -> List.of(List.of(notInit(call, 0))));
    }
    for (String priority : List.of("setpriority", "ioprio_set")) {
      selections.put(priority, call -> List.of(List.of(same(call, 0), notInit(call, 1))));
    }
    return selections;
  }

  private static Selection exactly(int... arguments) {
    return call -> List.of(IntStream.of(arguments).mapToObj(index -> same(call, index)).toList());
  }

  private static ArgumentCondition same(SyscallNotification call, int index) {
    return int32(index).is(call.arguments().get(index) & Width.INT.bits());
  }

  /** Selects the caller itself by 0, or any process but the room's init. */
  private static ArgumentCondition notInit(SyscallNotification call, int index) {
    ArgumentCondition self = int32(index).is(0);
    return self.holds(call.arguments().get(index)) ? self : int32(index).isNot(1);
  }

  /**
   * Returns the policy to run the program under. It executes every call and records it, except
   * those that {@link SyscallPolicy#standard()} refuses because of their arguments.
   */
  public SyscallPolicy policy() {
    SyscallPolicy policy =
        SyscallPolicy.allowList("learning")
            .defaultAction(SyscallAction.emulate(this::record))
            .deny(SyscallAction.ENOSYS, StandardRules.WITH_FALLBACK.toArray(String[]::new));
    for (SyscallRule rule : StandardRules.ALL) {
      policy = rule.isUnconditional() ? policy : policy.rule(rule);
    }
    return policy.named("learning");
  }

  private SyscallAnswer record(SyscallNotification call) {
    String name = call.name();
    calls.computeIfAbsent(name, any -> new LongAdder()).increment();
    List<List<ArgumentCondition>> alternatives = alternatives(call);
    if (!alternatives.isEmpty()) {
      selected.computeIfAbsent(name, any -> ConcurrentHashMap.newKeySet()).addAll(alternatives);
    }
    return SyscallAnswer.proceed();
  }

  private static List<List<ArgumentCondition>> alternatives(SyscallNotification call) {
    Selection selection = SELECTIONS.get(call.name());
    return selection != null
        ? selection.of(call)
        : PrivilegedFiles.safe(call.name()).stream().flatMap(List::stream).map(List::of).toList();
  }

  /** Returns the recorded calls and the derived policy, together with the result of the run. */
  public LearnedPolicy learned(SandboxResult result) {
    Objects.requireNonNull(result, "result");
    SortedMap<String, Long> counts = new TreeMap<>();
    calls.forEach((name, count) -> counts.put(name, count.sum()));
    Set<String> unconditional = new TreeSet<>(UNRECORDED);
    unconditional.addAll(counts.keySet());
    unconditional.removeAll(selected.keySet());
    SyscallPolicy policy =
        SyscallPolicy.allowList("learned")
            .deny(SyscallAction.ENOSYS, StandardRules.WITH_FALLBACK.toArray(String[]::new))
            .allow(unconditional.toArray(String[]::new));
    for (Map.Entry<String, Set<List<ArgumentCondition>>> call : selected.entrySet()) {
      List<List<ArgumentCondition>> alternatives = new ArrayList<>(call.getValue());
      alternatives.sort(Comparator.comparing(SyscallRecorder::order));
      for (List<ArgumentCondition> conditions : alternatives) {
        policy = policy.rule(new SyscallRule(call.getKey(), SyscallAction.allow(), conditions));
      }
    }
    return new LearnedPolicy(result, counts, policy.named("learned"));
  }

  /** Returns a text that puts conditions into a fixed order. */
  private static String order(List<ArgumentCondition> conditions) {
    return conditions.stream()
        .map(c -> "%d %s %016x %016x".formatted(c.index(), c.operator(), c.value(), c.mask()))
        .collect(Collectors.joining(" "));
  }
}
