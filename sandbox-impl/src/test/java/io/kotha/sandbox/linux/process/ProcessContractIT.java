package io.kotha.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of {@link Process}: the same assertions hold for the JDK's processes and for ours.
 */
@Timeout(60)
class ProcessContractIT {

  /** The implementation that starts the process. */
  enum Maker {
    JDK {
      @Override
      Process start(String... argv) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().clear();
        builder.environment().put("PATH", Command.DEFAULT_PATH);
        return builder.start();
      }
    },
    KOTHA {
      @Override
      Process start(String... argv) throws IOException {
        return sandbox().start(argv);
      }
    },
    KOTHA_POOL {
      @Override
      Process start(String... argv) throws IOException {
        return POOL.start(argv);
      }
    };

    private static final SandboxPool POOL = pool();

    private static Sandbox sandbox() {
      return Sandbox.rootfs(Rootfs.host()).wallTime(Duration.ofSeconds(50));
    }

    private static SandboxPool pool() {
      try {
        return sandbox().pool(2);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    abstract Process start(String... argv) throws IOException;

    Process sh(String script) throws IOException {
      return start("/bin/sh", "-c", script);
    }
  }

  @AfterAll
  static void close() {
    Maker.POOL.close();
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void processHasStreamsAndStatus(Maker maker) throws Exception {
    Process p = maker.sh("cat; echo err >&2; exit 42");
    try (OutputStream in = p.getOutputStream()) {
      in.write("in\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(text(p.getInputStream())).isEqualTo("in\n");
    assertThat(text(p.getErrorStream())).isEqualTo("err\n");
    assertThat(p.waitFor()).isEqualTo(42);
    assertThat(p.exitValue()).isEqualTo(42);
    assertThat(p.isAlive()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void processHasReadersAndWriters(Maker maker) throws Exception {
    Process p = maker.sh("read a; echo got $a; echo e >&2");
    p.outputWriter().append("it\n").close();
    assertThat(p.inputReader().readLine()).isEqualTo("got it");
    assertThat(p.errorReader().readLine()).isEqualTo("e");
    assertThat(p.inputReader().readLine()).isNull();
    assertThat(p.waitFor()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void liveProcessHasNoExitValue(Maker maker) throws Exception {
    Process p = maker.start("sleep", "30");
    try {
      assertThat(p.isAlive()).isTrue();
      assertThatThrownBy(p::exitValue).isInstanceOf(IllegalThreadStateException.class);
      assertThat(p.waitFor(0, TimeUnit.SECONDS)).isFalse();
      assertThat(p.waitFor(-1, TimeUnit.SECONDS)).isFalse();
      assertThat(p.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(p.pid()).isPositive();
      assertThat(ProcessHandle.of(p.pid())).isPresent();
      assertThat(p.toHandle().pid()).isEqualTo(p.pid());
      assertThat(p.toHandle().isAlive()).isTrue();
      assertThat(p.info().command().orElse("")).endsWith("sleep");
      assertThat(p.info().startInstant()).isPresent();
      assertThat(p.children()).isEmpty();
      assertThat(p.descendants()).isEmpty();
      assertThat(p.supportsNormalTermination()).isTrue();
      assertThat(p.onExit().isDone()).isFalse();
      assertThat(p.toString()).contains(Long.toString(p.pid()));
    } finally {
      assertThat(p.destroyForcibly()).isSameAs(p);
    }
    assertThat(p.waitFor()).isEqualTo(137);
    assertThat(p.toHandle().isAlive()).isFalse();
    assertThat(p.onExit().get()).isSameAs(p);
    assertThat(p.waitFor(0, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void destroySendsSigterm(Maker maker) throws Exception {
    Process p = maker.start("sleep", "30");
    p.destroy();
    assertThat(p.waitFor()).isEqualTo(143);
    p.destroy(); // The call does nothing.
    Process deaf = maker.sh("trap 'exit 3' TERM; echo ready; while :; do sleep 0.1; done");
    assertThat(deaf.inputReader().readLine()).isEqualTo("ready");
    deaf.destroy();
    assertThat(deaf.waitFor()).isEqualTo(3); // The JDK closes the streams here; ours stay open.
  }

  @ParameterizedTest
  @EnumSource
  void childrenAreVisible(Maker maker) throws Exception {
    Process p = maker.sh("sleep 30 & echo on; wait");
    try {
      assertThat(p.inputReader().readLine()).isEqualTo("on");
      assertThat(p.descendants().count()).isEqualTo(1);
      assertThat(p.toHandle().children().count()).isEqualTo(1);
    } finally {
      p.descendants().forEach(ProcessHandle::destroyForcibly);
      p.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @EnumSource
  void exitValueCoversEveryStatusAndSignal(Maker maker) throws Exception {
    for (int status : new int[] {0, 1, 2, 77, 127, 128, 200, 255}) {
      assertThat(maker.sh("exit " + status).waitFor()).isEqualTo(status);
    }
    for (int signal : new int[] {1, 2, 6, 9, 11, 15}) {
      assertThat(maker.sh("kill -" + signal + " $$").waitFor()).isEqualTo(128 + signal);
    }
  }

  @ParameterizedTest
  @EnumSource
  void outputCanBeReadAfterTheEnd(Maker maker) throws Exception {
    Process p = maker.sh("echo late; echo more >&2");
    p.waitFor();
    assertThat(text(p.getInputStream())).isEqualTo("late\n");
    assertThat(text(p.getErrorStream())).isEqualTo("more\n");
  }

  @ParameterizedTest
  @EnumSource
  void largeDataFlowsBothWays(Maker maker) throws Exception {
    byte[] data = new byte[3_000_000];
    Process p = maker.start("cat");
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              try (OutputStream out = p.getOutputStream()) {
                out.write(data);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    assertThat(p.getInputStream().readAllBytes()).hasSameSizeAs(data);
    writing.get();
    assertThat(p.waitFor()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void availableCountsBufferedBytes(Maker maker) throws Exception {
    Process p = maker.sh("printf 12345; read x");
    InputStream in = p.getInputStream();
    assertThat(in.read()).isEqualTo('1');
    assertThat(in.available()).isEqualTo(4);
    p.getOutputStream().close();
    p.waitFor();
  }

  @ParameterizedTest
  @EnumSource
  void argumentsAreLiteral(Maker maker) throws Exception {
    List<String> argv =
        new ArrayList<>(
            List.of("/usr/bin/printf", "%s|", "a b", ";", "$(id)", "`id`", "*", "", "é"));
    argv.add("x".repeat(100_000));
    Process p = maker.start(argv.toArray(new String[0]));
    assertThat(text(p.getInputStream()))
        .isEqualTo("a b|;|$(id)|`id`|*||é|" + "x".repeat(100_000) + "|");
    assertThat(p.waitFor()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void unexecutableFileIsAnIoException(Maker maker) {
    for (String program : new String[] {"/no/such/program", "no-such-program", "/usr"}) {
      assertThatThrownBy(() -> maker.start(program)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitingCanBeInterrupted(Maker maker) throws Exception {
    Process p = maker.start("sleep", "30");
    Thread.currentThread().interrupt();
    assertThatThrownBy(p::waitFor).isInstanceOf(InterruptedException.class);
    assertThat(p.isAlive()).isTrue();
    p.destroyForcibly().waitFor();
  }

  @ParameterizedTest
  @EnumSource
  void interruptedThreadStartsAndReads(Maker maker) throws Exception {
    Thread.currentThread().interrupt();
    Process p = maker.sh("echo said; exit 5");
    assertThat(text(p.getInputStream())).isEqualTo("said\n");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(p.waitFor()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void manyThreadsCanWait(Maker maker) throws Exception {
    Process p = maker.sh("read x; exit 9");
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiting.add(p.onExit().thenApply(Process::exitValue));
    }
    p.getOutputStream().close();
    for (CompletableFuture<Integer> status : waiting) {
      assertThat(status.get()).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @EnumSource
  void writingToADeadProcessFails(Maker maker) throws Exception {
    Process p = maker.start("/bin/true");
    p.waitFor();
    OutputStream out = p.getOutputStream();
    assertThatThrownBy(
            () -> {
              out.write(new byte[100_000]);
              out.flush();
            })
        .isInstanceOf(IOException.class);
  }

  /**
   * Only for our processes: no thread belongs to a process, so a blocking callback must not delay
   * another one's.
   */
  @Test
  void blockingCallbackDelaysNoOtherCallback() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Process first = Maker.KOTHA.sh("read x");
    CompletableFuture<Void> blocked =
        first
            .onExit()
            .thenAccept(
                p -> {
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    first.getOutputStream().close();
    first.waitFor();
    assertThat(Maker.KOTHA.start("/bin/true").waitFor()).isZero();
    release.countDown();
    blocked.get();
  }

  /**
   * Only for our processes: {@code close} kills, and the end comes when all processes of the room
   * are dead.
   */
  @Test
  void closeKillsTheWholeRoom() throws Exception {
    SandboxProcess p = (SandboxProcess) Maker.KOTHA.sh("(setsid sleep 40 &); echo on; sleep 40");
    assertThat(p.inputReader().readLine()).isEqualTo("on");
    p.close();
    assertThat(p.waitFor()).isEqualTo(137);
    p.close();
    SandboxProcess orphaned = (SandboxProcess) Maker.KOTHA.sh("setsid sleep 40 & exit 5");
    assertThat(orphaned.waitFor()).isEqualTo(5);
    assertThat(orphaned.getInputStream().read()).isEqualTo(-1);
  }

  /** Only for our processes: closing a stream wakes its reader. */
  @Test
  void closingAStreamWakesItsReader() throws Exception {
    try (SandboxProcess p = (SandboxProcess) Maker.KOTHA.start("sleep", "40")) {
      CompletableFuture<Throwable> reading =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  p.getErrorStream().read();
                  return new AssertionError("the read returned data");
                } catch (IOException e) {
                  return e;
                }
              });
      while (!reading.isDone()) {
        p.close(); // Repeated, because the reader may not block yet.
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }
}
