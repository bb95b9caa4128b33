package io.kotha.sandbox.linux;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Evidence;
import io.kotha.sandbox.Limits;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.TimeLimits;
import io.kotha.sandbox.Usage;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.plan.CounterKind;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.Planner;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.zygote.RoomListener;
import io.kotha.sandbox.linux.zygote.Zygote;
import io.kotha.sandbox.spi.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One live room in the JVM's eyes: what was asked of it, what the zygote says of it. */
final class Room implements RoomListener {

  /** How it ended. */
  record End(Verdict verdict, Usage usage, List<String> leftOut) {}

  private final long id;
  private final Zygote zygote;
  private final SandboxSpec spec;
  private final Command command;
  private final Plan plan;
  private final RoomEnding ending;
  private final TimingWatch timing;
  private final @Nullable MemorySize outputLimit;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private volatile Limits limits;
  private volatile Judge.Request request = Judge.Request.NONE;
  private volatile List<Integer> handed = List.of();

  Room(
      long id,
      Zygote zygote,
      SandboxSpec spec,
      Command command,
      Plan plan,
      RoomEnding ending,
      TimingWatch timing,
      @Nullable MemorySize outputLimit) {
    this.id = id;
    this.zygote = zygote;
    this.spec = spec;
    this.limits = spec.limits();
    this.command = command;
    this.plan = plan;
    this.ending = ending;
    this.timing = timing;
    this.outputLimit = outputLimit;
  }

  Plan plan() {
    return plan;
  }

  /** Completes on the event thread: nothing of a caller's may run there. */
  CompletableFuture<End> ended() {
    return ended;
  }

  /** What it may use now. */
  Limits limits() {
    return limits;
  }

  /** Other limits hold by now in its groups. */
  void limitsAre(Limits now) {
    limits = now;
  }

  /**
   * Whether the zygote can keep these clocks for this room.
   *
   * @throws UnsupportedOperationException if one needs a counter that the room has not
   */
  void requireClocks(TimeLimits wanted) {
    boolean counted =
        plan.cgroups().counters().stream().anyMatch(c -> c.kind() == CounterKind.CPU_NANOS);
    boolean needed = wanted.cpu() != null || wanted.idle() != null;
    if (needed && !counted && !wanted.equals(limits.time())) {
      throw new UnsupportedOperationException(
          "the room was started without a cgroup that counts processor time");
    }
  }

  /** Has the zygote keep other clocks. */
  void clocksAre(TimeLimits wanted) {
    zygote.update(id, Planner.clocks(wanted, plan.clocks().cpus()));
  }

  /** Waits for the program to run, and gives its pid. */
  int awaitStart() throws SandboxException {
    try {
      return started.join();
    } catch (java.util.concurrent.CompletionException e) {
      if (e.getCause() instanceof SandboxException sandbox) {
        throw sandbox;
      }
      throw new SandboxException("the room was lost: " + e.getCause(), e);
    }
  }

  void signal(int number) {
    if (!ended.isDone()) {
      zygote.signal(id, number);
    }
  }

  /** Kills every process of the room, as the caller's own wish. */
  void kill() {
    kill(Judge.Request.KILL);
  }

  /** It wrote more than it may: killed, and judged so even if it ended before. */
  void outputExceeded() {
    if (request == Judge.Request.NONE) {
      kill(Judge.Request.OUTPUT);
    }
  }

  private void kill(Judge.Request why) {
    if (ended.isDone()) {
      return;
    }
    if (request == Judge.Request.NONE) {
      request = why;
    }
    zygote.kill(id);
  }

  // ---- the zygote's reports, on the event thread ----

  @Override
  public void started(int pid, List<Integer> fds) {
    handed = List.copyOf(fds);
    started.complete(pid);
    timing.started();
  }

  @Override
  public void failed(Report.Failed report) {
    ending.giveUp(handed);
    // Only init can fail this late: the program runs already, and its room is gone under it.
    ended.complete(new End(new Verdict.Lost(Evidence.NONE), unknown(), List.of()));
    started.completeExceptionally(new SetupErrors(spec, plan, command).of(report));
  }

  @Override
  public void exited(Report.Exited report, List<Integer> fds) {
    if (!fds.isEmpty()) {
      handed = List.copyOf(fds);
    }
    Judge judge = new Judge(limits, plan, report, ending::syscallName);
    if (report.neverRan()
        && judge.usage().oomKills().orElse(0) == 0
        && request == Judge.Request.NONE) {
      ending.giveUp(handed);
      started.completeExceptionally(new SetupErrors(spec, plan, command).diedBeforeExec());
      return;
    }
    Usage usage = timing.ended(judge.usage());
    ending.finish(
        handed,
        leftOut -> {
          ended.complete(
              new End(judge.verdict(request, outputLimit, ending.counts()), usage, leftOut));
          started.complete(0); // too late for a start of its own: it began and ended in one
        });
  }

  @Override
  public void lost() {
    ending.lose(handed);
    ended.complete(new End(new Verdict.Lost(Evidence.NONE), unknown(), List.of()));
    started.completeExceptionally(new SandboxException("the helper died while the room was built"));
  }

  private static Usage unknown() {
    return Usage.of(Duration.ZERO);
  }
}
