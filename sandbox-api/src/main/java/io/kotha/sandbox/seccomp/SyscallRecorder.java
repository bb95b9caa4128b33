package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;

import io.kotha.sandbox.SandboxResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Records the system calls of one run, so that a policy can be derived from them; see {@code
 * Sandbox.learn}. Safe for use by many threads.
 */
public final class SyscallRecorder {

  /** Calls that are many calls in one, and which argument says which. */
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
   * What a run may need without a trace: the start and the end of any program, the return from a
   * signal, and what mostly is no system call but a look at a page of the kernel's.
   */
  private static final List<String> UNSEEN =
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

  /** The kernel reads no more of them. */
  private static final long LOW = 0xffff_ffffL;

  private final Map<String, LongAdder> calls = new ConcurrentSkipListMap<>();
  private final Map<String, Set<ArgumentCondition>> selected = new ConcurrentSkipListMap<>();

  /** Returns the policy to run the program under: it lets every call through and records it. */
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
          .add(int32(selector).is(call.arguments().get(selector) & LOW));
    }
    return SyscallAnswer.proceed();
  }

  /** Returns what was recorded, together with the result of the run. */
  public LearnedPolicy learned(SandboxResult result) {
    SortedMap<String, Long> counts = new TreeMap<>();
    calls.forEach((name, count) -> counts.put(name, count.sum()));
    Set<String> whole = new TreeSet<>(UNSEEN);
    whole.addAll(counts.keySet());
    whole.removeAll(selected.keySet());
    SyscallPolicy policy =
        SyscallPolicy.allowList("learned")
            .deny(SyscallAction.ENOSYS, StandardRules.WITH_FALLBACK.toArray(String[]::new))
            .allow(whole.toArray(String[]::new));
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
