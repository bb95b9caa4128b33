package io.kotha.sandbox.linux.room;

import com.google.common.util.concurrent.Uninterruptibles;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.TimeLimits;
import io.kotha.sandbox.linux.notify.CallSupervision;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.Planner;
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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room with a command: sends signals, limits and kills to the zygote, and turns the zygote's
 * reports into the start and the end of the program. Thread-safe.
 */
public final class Room implements RoomListener {

  /**
   * The end of a room.
   *
   * @param verdict how the program ended
   * @param usage what it used
   * @param leftOut the files that were not copied out, each with its reason
   */
  public record End(Verdict verdict, Usage usage, List<String> leftOut) {}

  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  private static final Duration KILL_TIME = Duration.ofSeconds(2);

  /** Made in advance: a room can be lost because the heap is full. */
  private static final End LOST =
      new End(new Verdict.Lost(Evidence.NONE), Usage.of(Duration.ZERO), List.of());

  private final PlannedRoom planned;
  private final StartRequest request;
  private final RoomCompletion completion;
  private final DisturbanceWatch disturbances;
  private final CallSupervision supervision;
  private final ProgramReports reports;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private volatile Limits limits;
  private volatile Judge.Request killRequest = Judge.Request.NONE;

  private volatile @Nullable DeniedCall denied;
  private volatile boolean neverRan;

  /** The last counters: complete when every process of the room is dead. */
  private volatile Usage usage = LOST.usage();

  /** Set when the descriptors of the room, which its plan needs, did not reach this JVM. */
  private volatile boolean descriptorsLost;

  Room(
      PlannedRoom planned,
      StartRequest request,
      RoomCompletion completion,
      DisturbanceWatch disturbances,
      CallSupervision supervision,
      ProgramReports reports) {
    this.planned = planned;
    this.limits = planned.spec().limits();
    this.request = request;
    this.completion = completion;
    this.disturbances = disturbances;
    this.supervision = supervision;
    this.reports = reports;
  }

  /** Returns the name that the caller gave the room. */
  public Optional<String> name() {
    return Optional.ofNullable(planned.spec().placement().name());
  }

  /** Returns the pid of the program on the host, once it runs. */
  public Optional<Long> pid() {
    boolean runs = started.isDone() && !started.isCompletedExceptionally();
    return runs ? Optional.of(started.join().longValue()) : Optional.empty();
  }

  /** Returns the reports about the program to the observers. */
  ProgramReports reports() {
    return reports;
  }

  /** Returns the plan of the room. */
  public Plan plan() {
    return planned.plan();
  }

  /**
   * Returns a future that completes when the room has ended. It may complete on the event thread,
   * so callers run dependent actions asynchronously.
   */
  public CompletableFuture<End> ended() {
    return ended;
  }

  /**
   * Runs an action on the cgroups of the room, unless it has ended: another room may have its name,
   * and so its cgroups, even before {@link #ended} completes.
   *
   * @return the result; empty if the room has ended
   */
  public <T, E extends Exception> Optional<T> onGroups(GroupAction<T, E> action) throws E {
    return ended.isDone() ? Optional.empty() : planned.leases().whileHeld(action);
  }

  /** Returns the counters of a room that has ended; nothing if they are unknown. */
  public Usage usage() {
    return usage;
  }

  /** Returns the limits that hold now. */
  public Limits limits() {
    return limits;
  }

  /** Records limits that are enforced from now on: by the cgroups of the room, or by the JVM. */
  public void setLimits(Limits now) {
    limits = now;
  }

  /** Returns the clocks of the room with other time limits. */
  public Plan.Clocks clocks(TimeLimits wanted) {
    return Planner.clocks(wanted, plan().clocks().cpus());
  }

  /** Makes the zygote enforce other time limits. */
  public void updateClocks(Plan.Clocks wanted) {
    planned.zygote().update(planned.id(), wanted);
  }

  /**
   * Blocks until the program runs, and returns its pid on the host; 0 if it has ended already.
   *
   * @throws SetupTimeoutException if the program does not run within the set-up time; it is killed
   */
  int awaitStart() throws SandboxException {
    Duration limit = limits.time().setup();
    try {
      return Objects.requireNonNull(Uninterruptibles.getUninterruptibly(started, limit));
    } catch (ExecutionException e) {
      throw reason(e);
    } catch (TimeoutException e) {
      kill();
      awaitEnd(ended);
      throw new SetupTimeoutException(limit);
    }
  }

  /** Waits for the end of a room that was killed, but not for a kernel that does not let it go. */
  static void awaitEnd(CompletableFuture<?> end) {
    try {
      Uninterruptibles.getUninterruptibly(end, KILL_TIME);
    } catch (ExecutionException | TimeoutException e) {
      // The caller reports the failure that led to the kill.
    }
  }

  /** Returns the exception with which a future of a room has failed. */
  static SandboxException reason(ExecutionException e) {
    return e.getCause() instanceof SandboxException sandbox
        ? sandbox
        : new SandboxException("the room was lost: " + e.getCause(), e);
  }

  /** Returns whether the room died before {@code execve}, for a reason other than its limits. */
  boolean neverRan() {
    return neverRan;
  }

  /** Sends a signal to the program. Does nothing if the room has ended. */
  public void signal(int number) {
    if (!ended.isDone()) {
      planned.zygote().signal(planned.id(), number);
    }
  }

  /** Kills every process of the room at the caller's request. */
  public void kill() {
    kill(Judge.Request.KILL);
  }

  /**
   * Kills the room because the program wrote more than the output limit. That is its verdict even
   * if it ended before.
   */
  public void outputExceeded() {
    if (killRequest == Judge.Request.NONE) {
      kill(Judge.Request.OUTPUT);
    }
  }

  /** Kills the room because the program made a system call whose refusal is fatal. */
  void denied(DeniedCall call) {
    if (denied == null) {
      denied = call;
    }
    planned.zygote().kill(planned.id());
  }

  private void kill(Judge.Request reason) {
    if (ended.isDone()) {
      return;
    }
    if (killRequest == Judge.Request.NONE) {
      killRequest = reason;
    }
    planned.zygote().kill(planned.id());
  }

  // ---- the zygote's reports, on the event thread ----

  @Override
  public void parked() {} // the command is on its way

  @Override
  public void descriptorsLost() {
    descriptorsLost = true;
  }

  @Override
  public void started(int pid, List<Integer> fds) {
    if (descriptorsLost) {
      planned.zygote().kill(planned.id()); // the start fails when it has ended
      return;
    }
    boolean supervised = plan().has(Plan.Flag.SUPERVISED) && !fds.isEmpty();
    int files = fds.size() - (supervised ? 1 : 0);
    completion.copyFrom(fds.subList(0, files));
    if (supervised) {
      supervision.watch(
          fds.get(files), planned.spec().isolation().syscalls(), this::denied, this::kill);
    }
    started.complete(pid);
    disturbances.started();
  }

  @Override
  public void failed(Report.Failed report) {
    completion.abandon();
    end(LOST); // if the program runs already, its init has failed
    started.completeExceptionally(errors().of(report));
  }

  @Override
  public void exited(Report.Exited report, List<Integer> fds) {
    if (!fds.isEmpty()) {
      completion.copyFrom(fds);
    }
    Judge judge = new Judge(limits, plan(), report, completion::syscallName);
    if (report.neverRan()
        && judge.usage().oomKills().orElse(0) == 0
        && killRequest == Judge.Request.NONE) {
      completion.abandon();
      neverRan = true;
      started.completeExceptionally(errors().diedBeforeExec(report));
      return;
    }
    usage = disturbances.ended(judge.usage());
    var unused =
        completion
            .finish()
            .thenAccept(leftOut -> end(judge, leftOut))
            .whenComplete((done, error) -> endAnyway(error));
  }

  private void end(Judge judge, List<String> leftOut) {
    boolean notAsked = planned.zygote().closes() || plan().has(Plan.Flag.JOINS);
    boolean ofRoom = killRequest == Judge.Request.NONE && notAsked;
    Judge.Request request = ofRoom ? Judge.Request.KILL : killRequest;
    Verdict verdict = judge.verdict(request, denied, completion.counts());
    end(new End(verdict, usage, leftOut));
    if (descriptorsLost) {
      started.completeExceptionally(noDescriptors());
    } else {
      started.complete(0); // no effect unless the program ended before its start was reported
    }
  }

  /** Ends the room even if its end has failed, most likely for want of memory. */
  private void endAnyway(@Nullable Throwable error) {
    if (error != null) {
      end(LOST);
      started.complete(0);
      LOG.error("the result of a program is lost", error);
    }
  }

  @Override
  public void lost() {
    try {
      completion.abandonLost();
    } finally {
      end(LOST);
      started.completeExceptionally(zygoteDied());
    }
  }

  /** Reports the end before a caller can learn of it. */
  private void end(End end) {
    if (!ended.isDone()) {
      reports.ended(end.verdict(), end.usage());
    }
    ended.complete(end);
  }

  private static SandboxException noDescriptors() {
    return new SandboxException(
        "the descriptors of the room cannot be received: EMFILE. The JVM has as many files open as"
            + " it may have; without them no file can be copied out and no system call answered."
            + " Start the JVM with a higher limit (ulimit -n)");
  }

  /** Returns the exception for a room whose zygote died before the program ran. */
  static SandboxException zygoteDied() {
    return new SandboxException(
        "the zygote died while the room was built: start it again, with another zygote");
  }

  private SetupErrors errors() {
    return new SetupErrors(planned.spec(), plan(), request.command());
  }
}
