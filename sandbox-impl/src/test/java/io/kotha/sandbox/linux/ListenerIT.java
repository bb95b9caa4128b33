package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.event.ListenerRegistration;
import io.kotha.sandbox.event.SandboxEvent;
import io.kotha.sandbox.event.SandboxEvent.Origin;
import io.kotha.sandbox.event.SandboxEvent.ProgramEnded;
import io.kotha.sandbox.event.SandboxEvent.ProgramStarted;
import io.kotha.sandbox.event.SandboxEvent.RoomClosed;
import io.kotha.sandbox.event.SandboxEvent.RoomOpened;
import io.kotha.sandbox.event.SandboxEvent.RoomReset;
import io.kotha.sandbox.event.SandboxEvent.StartFailed;
import io.kotha.sandbox.event.SandboxListener;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.LogLines;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.observe.EventList;
import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.stats.LiveRoom;
import io.kotha.sandbox.stats.PoolStats;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners of the events of real rooms, in an engine apart from that of the other tests. */
@Timeout(120)
class ListenerIT {

  /** Long enough for the longest start of a loaded machine. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private final LinuxSandboxProvider provider = new LinuxSandboxProvider();
  private final EventList events = new EventList();

  @AfterEach
  void close() {
    provider.close();
  }

  private SandboxResult run(Sandbox sandbox, Command command) throws Exception {
    return provider.run(sandbox.spec(), command).get(60, TimeUnit.SECONDS);
  }

  private SandboxResult sh(Sandbox sandbox, String script) throws Exception {
    return run(sandbox, Command.of("/bin/sh", "-c", script));
  }

  // ---- events ----

  @Test
  void programHasAStartAndAnEnd() throws Exception {
    String name = "n" + UUID.randomUUID();
    SandboxProcess process;
    try (ListenerRegistration registration = provider.addListener(events)) {
      process =
          provider.start(Rooms.minimal().name(name).spec(), Command.of("/bin/sh", "-c", "exit 3"));
      process.waitFor();
      registration.close(); // delivers what is queued
      assertThat(registration.dropped()).isZero();
    }
    assertThat(events.all()).hasSize(2);
    ProgramStarted started = (ProgramStarted) events.all().get(0);
    assertThat(started.origin()).isEqualTo(Origin.NEW);
    assertThat(started.setup()).isPositive();
    assertThat(started.program().name()).contains(name);
    assertThat(started.program().executable()).isEqualTo("/bin/sh");
    assertThat(started.program().pid()).isEqualTo(OptionalLong.of(process.pid()));
    assertThat(started.program().room()).isEqualTo(started.program().id());
    ProgramEnded ended = (ProgramEnded) events.all().get(1);
    assertThat(ended.program()).isEqualTo(started.program());
    assertThat(ended.verdict()).isEqualTo(process.verdict());
    assertThat(ended.usage()).isEqualTo(process.usage());
  }

  @Test
  void idIsThatOfTheEngine() throws Exception {
    try (ListenerRegistration registration = provider.addListener(events)) {
      SandboxProcess process =
          provider.start(Rooms.minimal().spec(), Command.of("/bin/sleep", "100"));
      Poll.until("the start", () -> events.all().size() == 1);
      assertThat(provider.rooms())
          .extracting(LiveRoom::id)
          .containsExactly(events.of(ProgramStarted.class).get(0).program().id());
      provider.close();
      assertThat(process.isAlive()).isFalse();
    }
    assertThat(events.of(ProgramEnded.class))
        .singleElement()
        .extracting(ProgramEnded::verdict)
        .isInstanceOf(Verdict.Killed.class);
  }

  @Test
  void secretsOfTheCommandAreInNoEventAndNoLine() throws Exception {
    String secret = "s" + UUID.randomUUID();
    try (LogLines log = LogLines.of(Observers.class, Level.DEBUG);
        ListenerRegistration registration = provider.addListener(events)) {
      SandboxResult result =
          run(
              Rooms.minimal().copyIn(secret.getBytes(), "/tmp/secret"),
              Command.of("/bin/sh", "-c", "cat; echo $S; : " + secret)
                  .env("S", secret)
                  .stdin(Stdio.bytes(secret.getBytes())));
      assertThat(result.stdout()).contains(secret);
      assertThatThrownBy(
              () -> run(Rooms.minimal(), Command.of("/no/such", secret).env("S", secret)))
          .isInstanceOf(SetupException.class);
      registration.close();
      assertThat(events.all()).hasSize(3).asString().doesNotContain(secret);
      assertThat(log.all()).hasSize(3).asString().doesNotContain(secret);
    }
  }

  @Test
  void startThatFailsHasItsStepAndNoEnd() throws Exception {
    try (ListenerRegistration registration = provider.addListener(events)) {
      assertThatThrownBy(() -> run(Rooms.minimal(), Command.of("/no/such")))
          .isInstanceOf(SetupException.class);
      assertThatThrownBy(
              () -> run(Rooms.minimal().setupTime(Duration.ofNanos(1)), Command.of("/bin/true")))
          .isInstanceOf(SetupTimeoutException.class);
      provider.close(); // the room of the second start has ended
    }
    assertThat(events.all()).hasSize(2).hasOnlyElementsOfType(StartFailed.class);
    assertThat(events.of(StartFailed.class).get(0).step()).contains(SetupStep.EXEC);
    assertThat(events.of(StartFailed.class).get(0).executable()).isEqualTo("/no/such");
    assertThat(events.of(StartFailed.class).get(1).step()).isEmpty();
  }

  @Test
  void startsOfAPoolTellWhatThePoolCounts() throws Exception {
    try (ListenerRegistration registration = provider.addListener(events);
        SandboxPool pool = provider.pool(Rooms.minimal().spec(), PoolSettings.of(1).max(1))) {
      Poll.until("a full pool", () -> pool.ready() == 1);
      for (int i = 0; i < 20; i++) {
        assertThat(pool.run("/bin/true").verdict().isSuccess()).isTrue();
      }
      registration.close();
      PoolStats stats = pool.stats();
      Map<Origin, Long> origins =
          events.of(ProgramStarted.class).stream()
              .collect(Collectors.groupingBy(ProgramStarted::origin, Collectors.counting()));
      assertThat(origins.getOrDefault(Origin.POOL_READY, 0L)).isEqualTo(stats.warm()).isPositive();
      assertThat(origins.getOrDefault(Origin.POOL_BUILDING, 0L)).isEqualTo(stats.early());
      assertThat(origins.getOrDefault(Origin.POOL_EMPTY, 0L)).isEqualTo(stats.cold());
      assertThat(events.of(ProgramEnded.class)).hasSize(20);
    }
  }

  @Test
  void roomThatLivesIsOpenedResetAndClosed() throws Exception {
    Features.require("cgroup.memory");
    String name = "n" + UUID.randomUUID();
    try (ListenerRegistration registration = provider.addListener(events)) {
      SandboxRoom room = provider.open(Rooms.minimal().name(name).spec());
      long first = room.id();
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
      room.reset();
      long second = room.id();
      room.close();
      Poll.until("the end of the room", () -> !events.of(RoomClosed.class).isEmpty());
      assertThat(events.of(RoomOpened.class))
          .singleElement()
          .satisfies(
              opened -> {
                assertThat(opened.room()).isEqualTo(first);
                assertThat(opened.name()).contains(name);
                assertThat(opened.setup()).isPositive();
              });
      ProgramStarted started = events.of(ProgramStarted.class).get(0);
      assertThat(started.origin()).isEqualTo(Origin.SESSION);
      assertThat(started.program().room()).isEqualTo(first);
      assertThat(started.program().id()).isNotEqualTo(first);
      assertThat(started.program().name()).contains(name);
      assertThat(events.of(ProgramEnded.class)).hasSize(1);
      assertThat(events.of(RoomReset.class))
          .singleElement()
          .satisfies(
              reset -> {
                assertThat(reset.before()).isEqualTo(first);
                assertThat(reset.room()).isEqualTo(second);
                assertThat(reset.setup()).isPositive();
              });
      provider.close();
      assertThat(events.of(RoomClosed.class))
          .extracting(RoomClosed::room, RoomClosed::cause)
          .containsExactly(tuple(second, RoomClosed.Cause.CLOSED));
    }
  }

  @Test
  void roomWhoseHelperDiesHasDiedAndItsProgramIsLost() throws Exception {
    Features.require("cgroup.memory");
    try (ListenerRegistration registration = provider.addListener(events)) {
      SandboxRoom room = provider.open(Rooms.minimal().spec());
      SandboxProcess process = room.start("/bin/sleep", "100");
      String zygote = Integer.toString(provider.engine().zygotes().get().pid());
      HostCommand.run("kill", "-KILL", zygote).orThrow();
      process.waitFor();
      Poll.until("both ends", () -> events.all().size() == 4);
      assertThat(events.of(ProgramEnded.class))
          .singleElement()
          .extracting(ProgramEnded::verdict)
          .isInstanceOf(Verdict.Lost.class);
      assertThat(events.of(RoomClosed.class))
          .singleElement()
          .extracting(RoomClosed::cause)
          .isEqualTo(RoomClosed.Cause.DIED);
    }
  }

  @Test
  void secondProgramOfARoomNamesTheRoomOfTheFirst() throws Exception {
    Features.require("cgroup.memory");
    try (ListenerRegistration registration = provider.addListener(events)) {
      SandboxProcess first =
          provider.start(Rooms.minimal().spec(), Command.of("/bin/sleep", "100"));
      first.exec(Command.of("/bin/true")).waitFor();
      first.destroyForcibly().waitFor();
      registration.close();
    }
    List<ProgramStarted> starts = events.of(ProgramStarted.class);
    assertThat(starts).extracting(ProgramStarted::origin).containsExactly(Origin.NEW, Origin.EXEC);
    assertThat(starts.get(1).program().room()).isEqualTo(starts.get(0).program().id());
    assertThat(events.of(ProgramEnded.class)).hasSize(2);
  }

  /** The event thread learns of the end of many of them before the caller learns of the start. */
  @Test
  void endFollowsTheStartAlsoOfTheShortestPrograms() throws Exception {
    try (ListenerRegistration registration = provider.addListener(events)) {
      for (int i = 0; i < 50; i++) {
        provider.start(Rooms.minimal().spec(), Command.of("/bin/true")).waitFor();
      }
    }
    Map<Long, List<SandboxEvent>> programs =
        events.all().stream().collect(Collectors.groupingBy(ListenerIT::id));
    assertThat(programs).hasSize(50);
    assertThat(programs.values())
        .allSatisfy(
            both ->
                assertThat(both)
                    .extracting(event -> (Object) event.getClass())
                    .containsExactly(ProgramStarted.class, ProgramEnded.class));
  }

  private static long id(SandboxEvent event) {
    return event instanceof ProgramStarted started
        ? started.program().id()
        : ((ProgramEnded) event).program().id();
  }

  // ---- listeners that misbehave ----

  @Test
  void listenerThatBlocksDelaysNoRoomAndChangesNoVerdict() throws Exception {
    Semaphore called = new Semaphore(0);
    Semaphore free = new Semaphore(0);
    SandboxListener blocking =
        event -> {
          called.release();
          free.acquireUninterruptibly();
        };
    try (LogLines log = LogLines.of(observeClass("Delivery"), Level.WARN);
        ListenerRegistration blocked = provider.addListener(blocking);
        ListenerRegistration other = provider.addListener(events)) {
      run(Rooms.minimal(), Command.of("/bin/true"));
      called.acquire(); // from here on it does not return
      assertThat(sh(Rooms.minimal(), "exit 3").verdict().exitValue()).isEqualTo(3);
      assertThat(sh(Rooms.minimal().wallTime(Duration.ofMillis(300)), "sleep 100").verdict())
          .isInstanceOf(Verdict.TimeExceeded.class);
      SandboxProcess killed =
          provider.start(Rooms.minimal().wallTime(LONG).spec(), Command.of("/bin/sleep", "100"));
      killed.destroyForcibly().waitFor();
      assertThat(killed.verdict()).isInstanceOf(Verdict.Killed.class);
      int programs = 4;
      try (SandboxPool pool = provider.pool(Rooms.minimal().spec(), PoolSettings.of(4))) {
        for (; blocked.dropped() < 20; programs++) { // until its queue of 1,024 events is full
          assertThat(pool.run("/bin/true").verdict().isSuccess()).isTrue();
        }
      }
      assertThat(blocked.dropped()).isEqualTo(2L * programs - 1 - 1024);
      assertThat(log.all()).singleElement().asString().contains("dropping an event");
      other.close();
      assertThat(other.dropped()).isZero();
      assertThat(events.all()).hasSize(2 * programs);
      free.release(2 * programs);
    }
  }

  private static Class<?> observeClass(String name) throws ClassNotFoundException {
    return Class.forName(Observers.class.getPackageName() + "." + name);
  }

  @Test
  void listenerThatThrowsChangesNoVerdict() throws Exception {
    SandboxListener throwing =
        event -> {
          events.on(event);
          throw new StackOverflowError("thrown by the test");
        };
    try (LogLines log = LogLines.of(observeClass("Delivery"), Level.WARN);
        ListenerRegistration registration = provider.addListener(throwing)) {
      for (int i = 0; i < 5; i++) {
        assertThat(sh(Rooms.minimal(), "exit " + i).verdict().exitValue()).isEqualTo(i);
      }
      registration.close();
      assertThat(log.all()).hasSize(1);
    }
    assertThat(events.all()).hasSize(10);
  }

  @Test
  void engineIsClosedAlthoughAListenerDoesNotReturn() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Semaphore free = new Semaphore(0);
    ListenerRegistration blocked =
        provider.addListener(event -> free.acquireUninterruptibly()); // an interrupt has no effect
    SandboxProcess process =
        provider.start(Rooms.minimal().spec(), Command.of("/bin/sleep", "100"));
    provider.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(blocked.dropped()).isEqualTo(1);
    free.release();
    before.assertNone(); // the listener is still registered
    blocked.close();
  }

  @Test
  void listenerMayUseTheEngine() throws Exception {
    try (ListenerRegistration registration =
        provider.addListener(
            event -> {
              if (event instanceof ProgramStarted started) {
                provider.kill(started.program().id());
              }
            })) {
      SandboxResult result = run(Rooms.minimal().wallTime(LONG), Command.of("/bin/sleep", "100"));
      assertThat(result.verdict()).isInstanceOf(Verdict.Killed.class);
    }
  }

  // ---- registrations ----

  @Test
  void registrationOutlivesTheEngineAndKeepsNoThread() throws Exception {
    Leftovers before = Leftovers.snapshot();
    ListenerRegistration registration = provider.addListener(events);
    for (int i = 1; i <= 2; i++) {
      run(Rooms.minimal(), Command.of("/bin/true"));
      provider.close();
      assertThat(events.all()).hasSize(2 * i);
      before.assertNone();
    }
    registration.close();
    run(Rooms.minimal(), Command.of("/bin/true"));
    assertThat(events.all()).hasSize(4);
  }

  @Test
  void listenerThatIsRegisteredLateGetsTheEnd() throws Exception {
    SandboxProcess process =
        provider.start(Rooms.minimal().spec(), Command.of("/bin/sleep", "100"));
    try (ListenerRegistration registration = provider.addListener(events)) {
      process.destroyForcibly().waitFor();
    }
    assertThat(events.all())
        .singleElement()
        .isInstanceOfSatisfying(
            ProgramEnded.class,
            ended -> {
              assertThat(ended.program().pid()).isEqualTo(OptionalLong.of(process.pid()));
              assertThat(ended.program().executable()).isEqualTo("/bin/sleep");
            });
  }

  @Test
  void classLoaderOfAListenerIsFreeAfterItsRegistration() throws Exception {
    WeakReference<ClassLoader> loader = useListenerOfAnotherLoader();
    Poll.until(
        "the class loader is collected",
        () -> {
          System.gc();
          return loader.refersTo(null);
        });
  }

  private WeakReference<ClassLoader> useListenerOfAnotherLoader() throws Exception {
    ClassLoader loader = new Copies();
    SandboxListener listener =
        (SandboxListener)
            loader.loadClass(Copied.class.getName()).getDeclaredConstructor().newInstance();
    assertThat(listener.getClass()).isNotEqualTo(Copied.class);
    try (ListenerRegistration registration = provider.addListener(listener)) {
      run(Rooms.minimal(), Command.of("/bin/true"));
      registration.close();
      assertThat(listener.toString()).isEqualTo("2 events");
    }
    return new WeakReference<>(loader);
  }

  /** Loads the listener below once more, as the class loader of an application does. */
  private static final class Copies extends ClassLoader {

    Copies() {
      super(ListenerIT.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Copied.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = code.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** A listener of an application. */
  public static final class Copied implements SandboxListener {

    private volatile int count;

    @Override
    public synchronized void on(SandboxEvent event) {
      count++;
    }

    @Override
    public String toString() {
      return count + " events";
    }
  }
}
