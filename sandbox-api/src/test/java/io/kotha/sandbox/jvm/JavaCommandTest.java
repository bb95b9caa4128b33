package io.kotha.sandbox.jvm;

import static io.kotha.sandbox.MemorySize.KiB;
import static io.kotha.sandbox.MemorySize.MB;
import static io.kotha.sandbox.MemorySize.MiB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.limits.ProcessLimits;
import io.kotha.sandbox.stats.Evidence;
import io.kotha.sandbox.stats.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaCommandTest {

  private static final String HEAP_MESSAGE =
      "Terminating due to java.lang.OutOfMemoryError: Java heap space\n";

  private static Limits memory(MemorySize limit) {
    return Limits.NONE.memory(MemoryLimits.NONE.max(limit));
  }

  private static Limits cpu(CpuLimits cpu) {
    return Limits.NONE.cpu(cpu);
  }

  @ParameterizedTest
  @CsvSource({"48, 8", "64, 23", "128, 77", "256, 119", "1000, 640"})
  void heapGetsTheRestOfTheLimit(long limit, long heap) {
    JavaCommand java = JavaCommand.of(memory(MB(limit)));
    assertThat(java.heap()).contains(MiB(heap));
    assertThat(java.flags()).contains("-Xmx" + heap * 1024 + "k");
  }

  @Test
  void allPartsTogetherFitTheLimit() {
    for (long mib = 48; mib < 20_000; mib += 7) {
      JavaMemory memory = JavaMemory.of(MiB(mib), MiB(1));
      long sum =
          memory.heap().bytes()
              + memory.metaspace().bytes()
              + memory.codeCache().bytes()
              + memory.direct().bytes();
      assertThat(sum + MiB(12).bytes()).isLessThan(MiB(mib).bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 10, 32, 47})
  void refusesLimitWithoutRoomForHeap(long limit) {
    assertThatThrownBy(() -> JavaCommand.of(memory(MB(limit))).mainClass("/box", "Main"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(limit + "MB leaves a JVM no heap");
  }

  @Test
  void stackIsPartOfTheMemory() {
    Limits limits = memory(MB(256)).process(ProcessLimits.NONE.stack(MiB(65)));
    assertThat(JavaCommand.of(limits).heap()).contains(MiB(119 - 64));
    assertThat(JavaCommand.of(limits).flags())
        .containsSubsequence("-Xss66560k", "-XX:ThreadStackSize=1024");
    Limits deep = memory(MB(128)).process(ProcessLimits.NONE.stack(MiB(100)));
    assertThatThrownBy(() -> JavaCommand.of(deep).flags())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100MiB of them for the stack");
    Limits shallow = Limits.NONE.process(ProcessLimits.NONE.stack(KiB(64)));
    assertThatThrownBy(() -> JavaCommand.of(shallow).flags())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64KiB is too small for a JVM");
  }

  @Test
  void memoryHighBoundsTheHeapAsWell() {
    MemoryLimits slowed = MemoryLimits.NONE.max(MB(1000)).high(MB(128));
    assertThat(JavaCommand.of(Limits.NONE.memory(slowed)).heap()).contains(MiB(77));
  }

  @Test
  void jvmSizesItselfWithoutLimits() {
    assertThat(JavaCommand.of(Limits.NONE).heap()).isEmpty();
    assertThat(JavaCommand.of(Limits.NONE).flags())
        .noneMatch(flag -> flag.startsWith("-Xmx") || flag.startsWith("-Xss"))
        .noneMatch(flag -> flag.contains("ActiveProcessorCount"));
  }

  @Test
  void smallRoomsHaveNoOptimizingCompiler() {
    String first = "-XX:TieredStopAtLevel=1";
    assertThat(JavaCommand.of(memory(MiB(191))).flags()).contains(first);
    assertThat(JavaCommand.of(memory(MiB(192))).flags()).doesNotContain(first);
  }

  @Test
  void processorsAreRoundedUp() {
    CpuLimits none = CpuLimits.NONE;
    assertThat(processors(none.rate(0.2))).isEqualTo("1");
    assertThat(processors(none.rate(1.0))).isEqualTo("1");
    assertThat(processors(none.rate(2.1))).isEqualTo("3");
    assertThat(processors(none.cpus(CpuSet.parse("0-3,8")))).isEqualTo("5");
    assertThat(processors(none.cpus(CpuSet.parse("0-3")).rate(1.5))).isEqualTo("2");
    assertThat(processors(none.cpus(CpuSet.of(3)).rate(8.0))).isEqualTo("1");
    assertThat(processors(none.cpus(CpuSet.wholeCores(2)).rate(8.0))).isEqualTo("2");
    assertThat(processors(none.cpus(CpuSet.wholeCores(2)))).isEmpty();
  }

  private static String processors(CpuLimits limits) {
    String option = "-XX:ActiveProcessorCount=";
    return JavaCommand.of(cpu(limits)).flags().stream()
        .filter(flag -> flag.startsWith(option))
        .map(flag -> flag.substring(option.length()))
        .findFirst()
        .orElse("");
  }

  @Test
  void commandIsJvmFlagsProgramArguments() {
    JavaCommand java = JavaCommand.of(Limits.NONE).java("/opt/jdk/bin/java").options("-Xmx9m");
    assertThat(java.jar("/box/a b.jar", "x", "-y").argv())
        .startsWith("/opt/jdk/bin/java", "-XX:+UseSerialGC")
        .endsWith("-Xmx9m", "-jar", "/box/a b.jar", "x", "-y");
    assertThat(java.mainClass("/a:/b", "p.Main", "x").argv())
        .endsWith("-Xmx9m", "-cp", "/a:/b", "p.Main", "x");
  }

  @Test
  void fullHeapGivesMemoryExceeded() {
    JavaCommand java = JavaCommand.of(memory(MB(128)));
    Verdict exit = new Verdict.Exited(3, new Evidence(Map.of("memory.failcnt", 0L)));
    Verdict verdict = java.verdict(result(exit, "", "so far" + HEAP_MESSAGE));
    assertThat(verdict)
        .isEqualTo(
            new Verdict.MemoryExceeded(
                MB(128),
                new Evidence(Map.of("memory.failcnt", 0L, "java:heap_max", MiB(77).bytes()))));
    assertThat(java.verdict(result(exit, HEAP_MESSAGE, ""))).isEqualTo(verdict);
  }

  @Test
  void otherEndsKeepTheirVerdict() {
    JavaCommand java = JavaCommand.of(memory(MB(128)));
    Verdict three = new Verdict.Exited(3, Evidence.NONE);
    Verdict one = new Verdict.Exited(1, Evidence.NONE);
    Verdict killed = new Verdict.Signaled(9, Evidence.NONE);
    assertThat(java.verdict(result(three, "", "bye\n"))).isSameAs(three);
    assertThat(java.verdict(result(one, "", HEAP_MESSAGE))).isSameAs(one);
    assertThat(java.verdict(result(killed, "", HEAP_MESSAGE))).isSameAs(killed);
    String noThread =
        "Terminating due to java.lang.OutOfMemoryError: unable to create native thread\n";
    assertThat(java.verdict(result(three, "", noThread))).isSameAs(three);
    // Without a memory limit, MemoryExceeded would have no limit to name.
    assertThat(JavaCommand.of(Limits.NONE).verdict(result(three, "", HEAP_MESSAGE)))
        .isSameAs(three);
  }

  private static SandboxResult result(Verdict verdict, String stdout, String stderr) {
    return new SandboxResult(
        verdict,
        Usage.of(Duration.ZERO),
        stdout.getBytes(StandardCharsets.UTF_8),
        stderr.getBytes(StandardCharsets.UTF_8),
        List.of(),
        List.of());
  }
}
