package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.TimeLimits;
import io.kotha.sandbox.linux.notify.CallSupervision;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.Planner;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import io.kotha.sandbox.linux.verdict.DeniedCall;
import io.kotha.sandbox.linux.verdict.DisturbanceWatch;
import io.kotha.sandbox.linux.verdict.Judge;
import io.kotha.sandbox.linux.verdict.SetupErrors;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.zygote.RoomListener;
import io.kotha.sandbox.stats.Evidence;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One room with its program in the JVM's eyes: what was asked of it, what the zygote says of it.
 */
public final class Room implements RoomListener {

  /** How it ended. */
  public record End(Verdict verdict, Usage usage, List<String> leftOut) {}

  private final PlannedRoom planned;
  private final StartRequest request;
  private final RoomCompletion completion;
  private final DisturbanceWatch disturbances;
  private final CallSupervision supervision;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private volatile Limits limits;
  private volatile Judge.Request killRequest = Judge.Request.NONE;
  private volatile List<Integer> handed = List.of();
  private volatile @Nullable DeniedCall denied;
  private volatile boolean neverRan;

  Room(
      PlannedRoom planned,
      StartRequest request,
      RoomCompletion completion,
      DisturbanceWatch disturbances,
      CallSupervision supervision) {
    this.planned = planned;
    this.limits = planned.spec().limits();
    this.request = request;
    this.completion = completion;
    this.disturbances = disturbances;
    this.supervision = supervision;
  }

  public Plan plan() {
    return planned.plan();
  }

  /** Completes on the event thread: nothing of a caller's may run there. */
  public CompletableFuture<End> ended() {
    return ended;
  }

  /** What it may use now. */
  public Limits limits() {
    return limits;
  }

  /** Other limits hold by now in its groups. */
  public void limitsAre(Limits now) {
    limits = now;
  }

  /**
   * Whether the zygote can keep these clocks for this room.
   *
   * @throws UnsupportedOperationException if one needs a counter that the room has not
   */
  public void requireClocks(TimeLimits wanted) {
    boolean counted =
        plan().cgroups().counters().stream().anyMatch(c -> c.kind() == CounterKind.CPU_NANOS);
    boolean needed = wanted.cpu() != null || wanted.idle() != null;
    if (needed && !counted && !wanted.equals(limits.time())) {
      throw new UnsupportedOperationException(
          "the room was started without a cgroup that counts processor time");
    }
  }

  /** Has the zygote keep other clocks. */
  public void clocksAre(TimeLimits wanted) {
    planned.zygote().update(planned.id(), Planner.clocks(wanted, plan().clocks().cpus()));
  }

  /** Waits for the program to run, and gives its pid. */
  int awaitStart() throws SandboxException {
    try {
      return started.join();
    } catch (CompletionException e) {
      throw reason(e);
    }
  }

  /** Why a future of a room has failed. */
  static SandboxException reason(CompletionException e) {
    return e.getCause() instanceof SandboxException sandbox
        ? sandbox
        : new SandboxException("the room was lost: " + e.getCause(), e);
  }

  /** Whether it died of something else before it could execute the program. */
  boolean neverRan() {
    return neverRan;
  }

  public void signal(int number) {
    if (!ended.isDone()) {
      planned.zygote().signal(planned.id(), number);
    }
  }

  /** Kills every process of the room, as the caller's own wish. */
  public void kill() {
    kill(Judge.Request.KILL);
  }

  /** It wrote more than it may: killed, and judged so even if it ended before. */
  public void outputExceeded() {
    if (killRequest == Judge.Request.NONE) {
      kill(Judge.Request.OUTPUT);
    }
  }

  /** It made a call whose refusal is fatal. */
  void denied(DeniedCall call) {
    if (denied == null) {
      denied = call;
    }
    planned.zygote().kill(planned.id());
  }

  private void kill(Judge.Request why) {
    if (ended.isDone()) {
      return;
    }
    if (killRequest == Judge.Request.NONE) {
      killRequest = why;
    }
    planned.zygote().kill(planned.id());
  }

  // ---- the zygote's reports, on the event thread ----

  @Override
  public void parked() {} // its command is on the way

  @Override
  public void started(int pid, List<Integer> fds) {
    boolean supervised = plan().has(Plan.Flag.SUPERVISED) && !fds.isEmpty();
    int files = fds.size() - (supervised ? 1 : 0);
    handed = List.copyOf(fds.subList(0, files));
    if (supervised) {
      supervision.watch(
          fds.get(files), planned.spec().isolation().syscalls(), this::denied, this::kill);
    }
    started.complete(pid);
    disturbances.started();
  }

  @Override
  public void failed(Report.Failed report) {
    completion.giveUp(handed);
    // Only init can fail this late: the program runs already, and its room is gone under it.
    ended.complete(new End(new Verdict.Lost(Evidence.NONE), unknown(), List.of()));
    started.completeExceptionally(errors().of(report));
  }

  @Override
  public void exited(Report.Exited report, List<Integer> fds) {
    if (!fds.isEmpty()) {
      handed = List.copyOf(fds);
    }
    Judge judge = new Judge(limits, plan(), report, completion::syscallName);
    if (report.neverRan()
        && judge.usage().oomKills().orElse(0) == 0
        && killRequest == Judge.Request.NONE) {
      completion.giveUp(handed);
      neverRan = true;
      started.completeExceptionally(errors().diedBeforeExec(report));
      return;
    }
    Usage usage = disturbances.ended(judge.usage());
    completion.finish(
        handed,
        leftOut -> {
          Verdict verdict = judge.verdict(killRequest, denied, completion.counts());
          FlightRecording.record(request.command().argv().get(0), verdict, usage);
          ended.complete(new End(verdict, usage, leftOut));
          started.complete(0); // too late for a start of its own: it began and ended in one
        });
  }

  @Override
  public void lost() {
    completion.lose(handed);
    ended.complete(new End(new Verdict.Lost(Evidence.NONE), unknown(), List.of()));
    started.completeExceptionally(helperDied());
  }

  /** What is told of a room whose helper died before its program ran. */
  static SandboxException helperDied() {
    return new SandboxException("the helper died while the room was built");
  }

  private SetupErrors errors() {
    return new SetupErrors(planned.spec(), plan(), request.command());
  }

  private static Usage unknown() {
    return Usage.of(Duration.ZERO);
  }
}
