package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;

import io.kotha.sandbox.SandboxResult;
import java.util.ArrayList;
import java.util.Comparator;
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

/**
 * A recorder of the system calls of one run, from which it derives a policy; see {@code
 * Sandbox.learn}. Safe for use by many threads.
 */
public final class SyscallRecorder {

  /** Calls that multiplex others, with the index of the argument that selects one. */
  private static final Map<String, Integer> SELECTORS =
      Map.of(
          "arch_prctl",
          0,
          "clone",
          0,
          "fcntl",
          1,
          "ioctl",
          1,
          "personality",
          0,
          "prctl",
          0,
          "socket",
          0,
          "socketpair",
          0);

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

  /** The bits of a selecting argument that the kernel reads. */
  private static final long SELECTOR_BITS = 0xffff_ffffL;

  private final Map<String, LongAdder> calls = new ConcurrentSkipListMap<>();
  private final Map<String, Set<ArgumentCondition>> selected = new ConcurrentSkipListMap<>();

  /** Creates an empty recorder. */
  public SyscallRecorder() {}

  /** Returns the policy to run the program under. It executes every call and records it. */
  public SyscallPolicy policy() {
    return SyscallPolicy.allowList("learning")
        .defaultAction(SyscallAction.emulate(this::record))
        .deny(SyscallAction.ENOSYS, StandardRules.WITH_FALLBACK.toArray(String[]::new));
  }

  private SyscallAnswer record(SyscallNotification call) {
    calls.computeIfAbsent(call.name(), name -> new LongAdder()).increment();
    Integer selector = SELECTORS.get(call.name());
    if (selector != null) {
      selected
          .computeIfAbsent(call.name(), name -> ConcurrentHashMap.newKeySet())
          .add(int32(selector).is(call.arguments().get(selector) & SELECTOR_BITS));
    }
    return SyscallAnswer.proceed();
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
    for (Map.Entry<String, Set<ArgumentCondition>> call : selected.entrySet()) {
      List<ArgumentCondition> values = new ArrayList<>(call.getValue());
      values.sort(Comparator.comparing(ArgumentCondition::value));
      for (ArgumentCondition value : values) {
        policy = policy.allowWhen(call.getKey(), value);
      }
    }
    return new LearnedPolicy(result, counts, policy.named("learned"));
  }
}
