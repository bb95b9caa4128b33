package io.kotha.sandbox.linux.room;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.stats.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many rooms, some of them hostile: none leaves anything behind, and none is charged for another.
 */
@Timeout(240) // On an idle machine it takes a tenth of that.
class ManyRoomsIT {

  /** The rooms wait for each other, on a machine that may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @BeforeEach
  void needsControllers() {
    Features.require("cgroup.memory");
    Features.require("cgroup.pids");
    Features.require("cgroup.cpuacct");
  }

  /** The behaviour of a room's program. */
  private enum Kind {
    QUIET(Rooms.probe("alloc"), "0"),
    LARGE(Rooms.probe("alloc"), "30"),
    TOO_LARGE(Rooms.probe("alloc"), "100"),
    BUSY(Rooms.probe("spin"), "2", "0.5"),
    FORKING("/bin/sh", "-c", "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 0.5 & done; exit 7");

    private final List<String> argv;

    Kind(String... argv) {
      this.argv = List.of(argv);
    }

    /** Returns QUIET for nine in ten rooms, and the other kinds by turns. */
    static Kind of(int i) {
      return i % 10 != 0 ? QUIET : values()[1 + i / 10 % (values().length - 1)];
    }

    Sandbox room() {
      return Rooms.minimal().memory(MB(40)).pids(8).wallTime(PATIENCE);
    }

    Command command() {
      return Command.of(argv);
    }

    /** Returns the same command, which starts when its input ends. */
    Command commandAtEndOfInput() {
      return Command.of("/bin/sh", "-c", "read line; exec \"$@\"", "sh")
          .args(argv.toArray(new String[0]));
    }

    void check(Verdict verdict, Usage usage) {
      String what = this + " ended with " + verdict + ", " + usage;
      switch (this) {
        case TOO_LARGE -> assertThat(verdict).isInstanceOf(Verdict.MemoryExceeded.class);
        case FORKING -> assertThat(verdict).isInstanceOf(Verdict.ProcessesExceeded.class);
        default -> assertThat(verdict.isSuccess()).as(what).isTrue();
      }
      boolean large = this == LARGE || this == TOO_LARGE;
      assertThat(usage.peakMemoryBytes().orElseThrow() >= 30_000_000).as(what).isEqualTo(large);
      assertThat(usage.oomKills().orElseThrow() > 0).as(what).isEqualTo(this == TOO_LARGE);
      assertThat(usage.pidsRefused().orElseThrow() > 0).as(what).isEqualTo(this == FORKING);
      if (this == QUIET) {
        assertThat(usage.peakMemoryBytes().orElseThrow()).as(what).isLessThan(10_000_000);
        // The busy program uses a second of CPU time.
        int most = Lane.isEmulated() ? 900 : 400;
        assertThat(usage.cpu().orElseThrow()).as(what).isLessThan(Duration.ofMillis(most));
      }
    }
  }

  @Test
  void thousandRoomsRunOneAfterAnother() throws Exception {
    int rooms = Lane.isEmulated() ? 200 : 1_000;
    Leftovers before = Leftovers.snapshot();
    Map<Long, Long> descriptors = descriptorsOfChildren();
    for (int i = 0; i < rooms; i++) {
      Kind kind = Kind.of(i);
      SandboxResult result = kind.room().run(kind.command());
      kind.check(result.verdict(), result.usage());
    }
    before.assertNone();
    assertThat(descriptorsOfChildren()).isEqualTo(descriptors);
  }

  @Test
  void twoHundredRoomsRunAtOnce() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Map<Long, Long> descriptors = descriptorsOfChildren();
    ExecutorService callers = Executors.newFixedThreadPool(8);
    List<SandboxProcess> rooms = new ArrayList<>();
    try {
      List<Callable<SandboxProcess>> starts = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Kind kind = Kind.of(i);
        starts.add(() -> kind.room().start(kind.commandAtEndOfInput()));
      }
      for (Future<SandboxProcess> future : callers.invokeAll(starts)) {
        rooms.add(future.get());
      }
      assertThat(rooms).hasSize(200).allMatch(Process::isAlive);
      for (SandboxProcess room : rooms) {
        room.getOutputStream().close();
      }
      for (int i = 0; i < rooms.size(); i++) {
        Verdict verdict = rooms.get(i).onVerdict().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Kind.of(i).check(verdict, rooms.get(i).usage());
      }
    } finally {
      rooms.forEach(SandboxProcess::close);
      callers.shutdown();
    }
    before.assertNone();
    Poll.until("the end of its descriptors", () -> descriptorsOfChildren().equals(descriptors));
  }

  /**
   * Returns the count of open descriptors of each child process of this JVM, that is, of its
   * zygote.
   */
  private static Map<Long, Long> descriptorsOfChildren() {
    Map<Long, Long> all = new LinkedHashMap<>();
    ProcessHandle.current()
        .children()
        .map(ProcessHandle::pid)
        .filter(HostView::isAlive)
        .forEach(pid -> all.put(pid, descriptorsOf(pid)));
    return all;
  }

  private static long descriptorsOf(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return open.count();
    } catch (IOException e) {
      return -1; // The process ended in the meantime.
    }
  }
}
