package io.kotha.sandbox.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction;
import io.kotha.sandbox.linux.seccomp.bpf.BpfInterpreter;
import io.kotha.sandbox.linux.seccomp.bpf.BpfProgram;
import io.kotha.sandbox.linux.seccomp.bpf.FilterReturn;
import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.linux.seccomp.bpf.SeccompData;
import io.kotha.sandbox.seccomp.ArgumentCondition;
import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import io.kotha.sandbox.seccomp.ArgumentCondition.Width;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The presets, compiled here and by libseccomp, on the same calls. libseccomp compares 64 bits
 * only, so an {@code int} has no high half here; it has no order of rules, so the test describes a
 * call by its exceptions.
 */
class LibseccompOracleTest {

  /** Functions of {@code seccomp.h}, with the library's names. */
  public interface Libseccomp {
    Pointer seccomp_init(int defaultAction);

    int seccomp_rule_add_exact_array(
        Pointer context, int action, int syscall, int count, ByteBuffer comparisons);

    int seccomp_export_bpf(Pointer context, int fd);

    void seccomp_release(Pointer context);
  }

  /** Functions of {@code fcntl.h}. */
  public interface Files0 {
    int open(String path, int flags, int mode);

    int close(int fd);
  }

  private static final int ALLOW = 0x7fff_0000;
  private static final int O_WRONLY_CREAT = 0101;
  private static final int RUNS = 20_000;

  private static final Set<String> LEFT_OUT = Set.of("socket", "personality", "ioctl");

  private static final Arch ARCH = Arch.of(System.getProperty("os.arch")).orElse(Arch.X86_64);

  private static Libseccomp libseccomp;

  @TempDir Path dir;

  @BeforeAll
  static void needsTheLibrary() {
    try {
      libseccomp = LibraryLoader.create(Libseccomp.class).failImmediately().load("libseccomp.so.2");
    } catch (UnsatisfiedLinkError e) {
      throw Features.lacks("libseccomp", "install the package libseccomp2");
    }
  }

  static Stream<SyscallPolicy> presets() {
    return Stream.of(
        SyscallPolicy.standard(),
        SyscallPolicy.grader(),
        SyscallPolicy.dockerLike(Capability.DOCKER_DEFAULT),
        SyscallPolicy.compute().deny(SyscallAction.errno(11), "execve"));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void filterDecidesLikeLibseccomp(SyscallPolicy policy) throws Exception {
    BpfInterpreter ours =
        new BpfInterpreter(PolicyCompiler.compile(policy, ARCH, KillMode.KILL_PROCESS));
    BpfInterpreter theirs = new BpfInterpreter(theirs(policy));
    Random random = new Random(20_261_125);
    List<Map.Entry<Integer, String>> calls =
        ARCH.table().names().entrySet().stream()
            .filter(call -> !LEFT_OUT.contains(call.getValue()))
            .toList();
    List<SyscallRule> conditional =
        policy.rules().stream()
            .filter(rule -> !rule.isUnconditional() && !LEFT_OUT.contains(rule.syscall()))
            .toList();
    for (int i = 0; i < RUNS; i++) {
      SeccompData call;
      if (i % 2 == 0 || conditional.isEmpty()) {
        int number = calls.get(random.nextInt(calls.size())).getKey();
        call = new SeccompData(number, ARCH.auditArch(), arguments(random, List.of()));
      } else {
        SyscallRule rule = conditional.get(random.nextInt(conditional.size()));
        if (ARCH.table().numberOf(rule.syscall()).isEmpty()) {
          continue;
        }
        call = SeccompData.call(ARCH, rule.syscall(), arguments(random, rule.conditions()));
      }
      assertThat(ours.run(call)).as("%s: %s", policy.name(), call).isEqualTo(theirs.run(call));
    }
  }

  /**
   * Returns arguments near the compared values, and below 2^32, because libseccomp compares 64
   * bits.
   */
  private static long[] arguments(Random random, List<ArgumentCondition> conditions) {
    long[] six = new long[6];
    for (int i = 0; i < six.length; i++) {
      six[i] = random.nextBoolean() ? random.nextInt(64) : random.nextInt() & 0xffff_ffffL;
    }
    for (ArgumentCondition c : conditions) {
      int nudge = random.nextInt(4);
      long value =
          nudge == 0
              ? c.value()
              : nudge == 1 ? c.value() ^ (c.mask() & 1L << random.nextInt(32)) : c.mask();
      six[c.index()] = random.nextInt(5) == 0 ? six[c.index()] : value & 0xffff_ffffL;
    }
    return six;
  }

  // ---- the same policy for libseccomp ----

  private BpfProgram theirs(SyscallPolicy policy) throws Exception {
    Map<String, List<SyscallRule>> byCall = new TreeMap<>();
    for (SyscallRule rule : policy.rules()) {
      List<SyscallRule> rules = byCall.computeIfAbsent(rule.syscall(), s -> new ArrayList<>());
      if (rule.isUnconditional()) {
        rules.clear();
      }
      rules.add(rule);
    }
    // libseccomp allows every unlisted call, so the test lists the calls that are refused by
    // default.
    Pointer context = libseccomp.seccomp_init(ALLOW);
    try {
      for (Map.Entry<Integer, String> call : ARCH.table().names().entrySet()) {
        if (!LEFT_OUT.contains(call.getValue())) {
          add(context, call.getKey(), policy, byCall.getOrDefault(call.getValue(), List.of()));
        }
      }
      return export(context);
    } finally {
      libseccomp.seccomp_release(context);
    }
  }

  private static void add(
      Pointer context, int number, SyscallPolicy policy, List<SyscallRule> rules) {
    SyscallAction base = policy.defaultAction();
    List<SyscallRule> exceptions = rules;
    if (!rules.isEmpty() && rules.get(0).isUnconditional()) {
      base = rules.get(0).action();
      exceptions = rules.subList(1, rules.size());
    }
    boolean allowedBase = base instanceof SyscallAction.Allow;
    if (!allowedBase && exceptions.isEmpty()) {
      add(context, base, number, List.of());
    } else if (allowedBase) {
      for (SyscallRule rule : exceptions) {
        for (List<ArgumentCondition> all : expressible(rule.conditions())) {
          add(context, rule.action(), number, all);
        }
      }
    } else {
      // The call is refused unless one of these holds, that is, refused when none holds.
      for (List<ArgumentCondition> none : noneOf(exceptions)) {
        add(context, base, number, none);
      }
    }
  }

  /** Returns the conditions under which no rule matches: one condition of each rule fails. */
  private static List<List<ArgumentCondition>> noneOf(List<SyscallRule> rules) {
    List<List<ArgumentCondition>> ways = List.of(List.of());
    for (SyscallRule rule : rules) {
      List<List<ArgumentCondition>> longer = new ArrayList<>();
      for (List<ArgumentCondition> way : ways) {
        for (ArgumentCondition c : rule.conditions()) {
          assertThat(c.operator()).isEqualTo(Operator.EQ);
          List<ArgumentCondition> more = new ArrayList<>(way);
          more.add(new ArgumentCondition(c.index(), c.width(), Operator.NE, c.value(), c.mask()));
          longer.add(more);
        }
      }
      ways = longer;
    }
    return ways;
  }

  /** libseccomp cannot test for some bit of a mask, so each bit gets its own condition. */
  private static List<List<ArgumentCondition>> expressible(List<ArgumentCondition> conditions) {
    List<List<ArgumentCondition>> ways = List.of(List.of());
    for (ArgumentCondition c : conditions) {
      List<ArgumentCondition> alternatives = new ArrayList<>();
      if (c.operator() == Operator.MASKED_NE) {
        assertThat(c.value()).isZero();
        for (long bit = Long.lowestOneBit(c.mask()), left = c.mask();
            left != 0;
            left &= ~bit, bit = Long.lowestOneBit(left)) {
          alternatives.add(
              new ArgumentCondition(c.index(), c.width(), Operator.MASKED_EQ, bit, bit));
        }
      } else {
        alternatives.add(c);
      }
      List<List<ArgumentCondition>> longer = new ArrayList<>();
      for (List<ArgumentCondition> way : ways) {
        for (ArgumentCondition alternative : alternatives) {
          List<ArgumentCondition> more = new ArrayList<>(way);
          more.add(alternative);
          longer.add(more);
        }
      }
      ways = longer;
    }
    return ways;
  }

  private static void add(
      Pointer context, SyscallAction action, int number, List<ArgumentCondition> conditions) {
    ByteBuffer comparisons =
        ByteBuffer.allocateDirect(24 * Math.max(1, conditions.size()))
            .order(ByteOrder.nativeOrder());
    for (ArgumentCondition c : conditions) {
      comparisons.putInt(c.index()).putInt(operator(c.operator()));
      boolean masked = c.operator() == Operator.MASKED_EQ;
      comparisons.putLong(masked ? c.mask() : c.value()).putLong(masked ? c.value() : 0);
      assertThat(c.width() == Width.INT || c.value() >>> 32 == 0).isTrue();
    }
    comparisons.flip();
    int error =
        libseccomp.seccomp_rule_add_exact_array(
            context,
            FilterReturn.of(action, KillMode.KILL_PROCESS),
            number,
            conditions.size(),
            comparisons);
    assertThat(error).as("seccomp_rule_add of %d %s", number, conditions).isZero();
  }

  private static int operator(Operator operator) {
    return switch (operator) {
      case NE -> 1;
      case LT -> 2;
      case LE -> 3;
      case EQ -> 4;
      case GE -> 5;
      case GT -> 6;
      case MASKED_EQ -> 7;
      case MASKED_NE -> throw new IllegalArgumentException("libseccomp has no " + operator);
    };
  }

  private BpfProgram export(Pointer context) throws Exception {
    Path file = dir.resolve("bpf");
    Files.deleteIfExists(file);
    Files0 libc = LibraryLoader.create(Files0.class).load("c");
    int fd = libc.open(file.toString(), O_WRONLY_CREAT, 0600);
    assertThat(fd).isNotNegative();
    assertThat(libseccomp.seccomp_export_bpf(context, fd)).isZero();
    libc.close(fd);
    ByteBuffer code = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    List<BpfInstruction> instructions = new ArrayList<>();
    while (code.hasRemaining()) {
      instructions.add(
          new BpfInstruction(
              code.getShort() & 0xffff, code.get() & 0xff, code.get() & 0xff, code.getInt()));
    }
    return new BpfProgram(instructions);
  }
}
