package io.kotha.sandbox.linux.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.jvm.JavaCommand;
import io.kotha.sandbox.linux.fixture.JavaProgram;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that receive the limits of their rooms. */
@Timeout(300)
class JavaCommandIT {

  private static final String FILL =
      """
      import java.util.*;
      public class Fill {
        record Pair(String text, long[] numbers) {}
        static int deep(int n) { return n == 0 ? 0 : 1 + deep(n - 1); }
        public static void main(String[] args) {
          switch (args[0]) {
            case "large" -> { var all = new ArrayList<byte[]>(); while (true) all.add(new byte[500_000]); }
            case "small" -> {
              var all = new HashMap<String, Pair>();
              for (int i = 0; ; i++) all.put("key " + i, new Pair(String.valueOf(i), new long[i % 20]));
            }
            case "threads" -> {
              var all = new java.util.concurrent.ConcurrentLinkedQueue<long[]>();
              for (int i = 0; i < 4; i++) {
                new Thread(() -> { deep(3000); while (true) all.add(new long[100]); }).start();
              }
            }
            case "stack" -> {
              try { deep(Integer.MAX_VALUE); } catch (StackOverflowError e) { System.out.println("deep"); }
            }
            default -> System.out.println(Runtime.getRuntime().availableProcessors());
          }
        }
      }
      """;

  private final Sandbox room =
      JavaProgram.with(JavaProgram.room(), "Fill", FILL).pids(64).wallTime(Duration.ofSeconds(90));

  @BeforeEach
  void needsTheController() {
    Features.require("cgroup.memory");
  }

  @ParameterizedTest
  @ValueSource(longs = {48, 64, 128, 256})
  void jvmDetectsAFullHeapBeforeTheKernel(long limit) throws Exception {
    if (Lane.isEmulated() && limit > 192) {
      throw Features.lacks("cpu.real", "QEMU 7.2 trips over the code of the optimizing compiler");
    }
    Sandbox small = room.memory(MemorySize.MB(limit));
    JavaCommand java = java(small);
    for (String way : new String[] {"large", "small", "threads"}) {
      SandboxResult result = small.run(java.mainClass(JavaProgram.BOX, "Fill", way));
      String context = limit + " MB, " + way + ": " + result + "\n" + result.stderr();
      assertThat(result.verdict()).as(context).isInstanceOf(Verdict.Exited.class);
      assertThat(result.stderr()).as(context).contains("java.lang.OutOfMemoryError");
      assertThat(result.stdout()).as("the output of the program").isEmpty();
      assertThat(java.verdict(result)).as(context).isInstanceOf(Verdict.MemoryExceeded.class);
      assertThat(((Verdict.MemoryExceeded) java.verdict(result)).limit())
          .isEqualTo(MemorySize.MB(limit));
    }
  }

  @Test
  void jvmWithoutHeapSettingsIsKilled() throws Exception {
    // The control: without settings the JVM takes a quarter of the host's memory for its heap.
    Sandbox small = room.memory(MemorySize.MB(64));
    SandboxResult result = small.run(JavaProgram.java(), "-cp", JavaProgram.BOX, "Fill", "large");
    assertThat(result.verdict()).isInstanceOf(Verdict.MemoryExceeded.class);
    assertThat(result.usage().oomKills().orElseThrow()).isPositive();
  }

  @Test
  void stackOverflowIsNoKill() throws Exception {
    Sandbox deep = room.memory(MemorySize.MB(128)).stack(MemorySize.MiB(32));
    SandboxResult result = deep.run(java(deep).mainClass(JavaProgram.BOX, "Fill", "stack"));
    assertThat(result.stdout()).as(result + result.stderr()).isEqualTo("deep\n");
    assertThat(result.exitValue()).isZero();
  }

  @Test
  void jvmCountsItsAllowedCpus() throws Exception {
    Features.require("cgroup.cpu");
    Sandbox half = room.memory(MemorySize.MB(128)).cpus(0.5);
    SandboxResult result = half.run(java(half).mainClass(JavaProgram.BOX, "Fill", "count"));
    assertThat(result.stdout()).as(result + result.stderr()).isEqualTo("1\n");
  }

  private static JavaCommand java(Sandbox room) {
    return JavaCommand.of(room.spec().limits()).java(JavaProgram.java());
  }
}
