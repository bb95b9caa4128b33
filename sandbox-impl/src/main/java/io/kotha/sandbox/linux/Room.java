package io.kotha.sandbox.linux;

import io.kotha.sandbox.Evidence;
import io.kotha.sandbox.Limits;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SyscallPolicy;
import io.kotha.sandbox.TimeLimits;
import io.kotha.sandbox.Usage;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.plan.CounterKind;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.Planner;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.zygote.RoomListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One room with its program in the JVM's eyes: what was asked of it, what the zygote says of it.
 */
final class Room implements RoomListener {

  /** How it ended. */
  record End(Verdict verdict, Usage usage, List<String> leftOut) {}

  /** Who answers the calls that a policy has emulated. */
  interface Supervision {
    /**
     * From now on, until nobody of the room is left.
     *
     * @param listener the descriptor, which is the callee's
     */
    void begin(int listener, SyscallPolicy policy, Room room);
  }

  private final Blueprint blueprint;
  private final Order order;
  private final RoomEnding ending;
  private final TimingWatch timing;
  private final Supervision supervision;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private volatile Limits limits;
  private volatile Judge.Request request = Judge.Request.NONE;
  private volatile List<Integer> handed = List.of();
  private volatile @Nullable DeniedCall denied;
  private volatile boolean neverRan;

  Room(
      Blueprint blueprint,
      Order order,
      RoomEnding ending,
      TimingWatch timing,
      Supervision supervision) {
    this.blueprint = blueprint;
    this.limits = blueprint.spec().limits();
    this.order = order;
    this.ending = ending;
    this.timing = timing;
    this.supervision = supervision;
  }

  Plan plan() {
    return blueprint.plan();
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
        plan().cgroups().counters().stream().anyMatch(c -> c.kind() == CounterKind.CPU_NANOS);
    boolean needed = wanted.cpu() != null || wanted.idle() != null;
    if (needed && !counted && !wanted.equals(limits.time())) {
      throw new UnsupportedOperationException(
          "the room was started without a cgroup that counts processor time");
    }
  }

  /** Has the zygote keep other clocks. */
  void clocksAre(TimeLimits wanted) {
    blueprint.zygote().update(blueprint.id(), Planner.clocks(wanted, plan().clocks().cpus()));
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

  void signal(int number) {
    if (!ended.isDone()) {
      blueprint.zygote().signal(blueprint.id(), number);
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

  /** It made a call whose refusal is fatal. */
  void denied(DeniedCall call) {
    if (denied == null) {
      denied = call;
    }
    blueprint.zygote().kill(blueprint.id());
  }

  private void kill(Judge.Request why) {
    if (ended.isDone()) {
      return;
    }
    if (request == Judge.Request.NONE) {
      request = why;
    }
    blueprint.zygote().kill(blueprint.id());
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
      supervision.begin(fds.get(files), blueprint.spec().walls().syscalls(), this);
    }
    started.complete(pid);
    timing.started();
  }

  @Override
  public void failed(Report.Failed report) {
    ending.giveUp(handed);
    // Only init can fail this late: the program runs already, and its room is gone under it.
    ended.complete(new End(new Verdict.Lost(Evidence.NONE), unknown(), List.of()));
    started.completeExceptionally(errors().of(report));
  }

  @Override
  public void exited(Report.Exited report, List<Integer> fds) {
    if (!fds.isEmpty()) {
      handed = List.copyOf(fds);
    }
    Judge judge = new Judge(limits, plan(), report, ending::syscallName);
    if (report.neverRan()
        && judge.usage().oomKills().orElse(0) == 0
        && request == Judge.Request.NONE) {
      ending.giveUp(handed);
      neverRan = true;
      started.completeExceptionally(errors().diedBeforeExec(report));
      return;
    }
    Usage usage = timing.ended(judge.usage());
    ending.finish(
        handed,
        leftOut -> {
          Verdict verdict = judge.verdict(request, order.outputLimit(), denied, ending.counts());
          Recording.record(order.command().argv().get(0), verdict, usage);
          ended.complete(new End(verdict, usage, leftOut));
          started.complete(0); // too late for a start of its own: it began and ended in one
        });
  }

  @Override
  public void lost() {
    ending.lose(handed);
    ended.complete(new End(new Verdict.Lost(Evidence.NONE), unknown(), List.of()));
    started.completeExceptionally(helperDied());
  }

  /** What is told of a room whose helper died before its program ran. */
  static SandboxException helperDied() {
    return new SandboxException("the helper died while the room was built");
  }

  private SetupErrors errors() {
    return new SetupErrors(blueprint.spec(), plan(), order.command());
  }

  private static Usage unknown() {
    return Usage.of(Duration.ZERO);
  }
}
