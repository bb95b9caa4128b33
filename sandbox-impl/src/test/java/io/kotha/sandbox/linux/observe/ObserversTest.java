package io.kotha.sandbox.linux.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.kotha.sandbox.event.ListenerRegistration;
import io.kotha.sandbox.event.SandboxEvent;
import io.kotha.sandbox.event.SandboxEvent.RoomOpened;
import io.kotha.sandbox.event.SandboxListener;
import io.kotha.sandbox.linux.fixture.LogLines;
import io.kotha.sandbox.linux.fixture.Poll;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Events and their listeners, without a room. */
@Timeout(60)
class ObserversTest {

  private static final int QUEUE = Delivery.CAPACITY;

  private final Observers observers = new Observers();
  private final List<Long> got = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    observers.open();
  }

  @AfterEach
  void close() {
    observers.close();
  }

  private void publish(long first, long last) {
    LongStream.rangeClosed(first, last).forEach(n -> observers.publish(event(n)));
  }

  private static SandboxEvent event(long number) {
    return new RoomOpened(number, Optional.empty(), Duration.ZERO);
  }

  private static long number(SandboxEvent event) {
    return ((RoomOpened) event).room();
  }

  private void add(SandboxEvent event) {
    got.add(number(event));
  }

  @Test
  void eventsAreDeliveredInOrderByAThreadOfTheListener() {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    ListenerRegistration registration =
        observers.add(
            event -> {
              Thread thread = Thread.currentThread();
              threads.add(thread.getName() + thread.isDaemon() + thread.getContextClassLoader());
              add(event);
            });
    publish(1, 1_000);
    registration.close();
    assertThat(got).containsExactlyElementsOf(LongStream.rangeClosed(1, 1_000).boxed().toList());
    assertThat(threads).containsExactly("kotha-listenertruenull");
    assertThat(registration.dropped()).isZero();
    assertThat(threads()).isEmpty();
  }

  @Test
  void nobodyWatchesWithoutAListener() {
    assertThat(observers.isWatched()).isFalse();
    ListenerRegistration registration = observers.add(this::add);
    assertThat(observers.isWatched()).isTrue();
    registration.close();
    assertThat(observers.isWatched()).isFalse();
    publish(1, 1);
    assertThat(got).isEmpty();
  }

  @Test
  void listenerThatThrowsGetsTheNextEventAndOneWarning() {
    try (LogLines log = LogLines.of(Delivery.class, Level.INFO)) {
      ListenerRegistration registration =
          observers.add(
              event -> {
                add(event);
                throwUnchecked(
                    List.of(
                            new IllegalStateException("thrown by the test"),
                            new StackOverflowError("thrown by the test"),
                            new IOException("thrown by the test, as Kotlin can"))
                        .get((int) number(event)));
              });
      publish(0, 2);
      registration.close();
      assertThat(got).containsExactly(0L, 1L, 2L);
      assertThat(log.all()).singleElement().asString().startsWith("WARN the listener ");
    }
  }

  @SuppressWarnings("unchecked") // makes the compiler believe that it is unchecked
  private static <T extends Throwable> void throwUnchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void listenerThatBlocksDelaysNeitherThePublisherNorAnotherListener() throws Exception {
    Semaphore free = new Semaphore(0);
    Semaphore called = new Semaphore(0);
    Semaphore other = new Semaphore(0);
    try (LogLines log = LogLines.of(Delivery.class, Level.INFO);
        ListenerRegistration blocked =
            observers.add(
                event -> {
                  called.release();
                  free.acquireUninterruptibly();
                  add(event);
                });
        ListenerRegistration fast = observers.add(event -> other.release())) {
      publish(1, 1);
      called.acquire();
      for (int i = 2; i <= QUEUE + 11; i++) {
        publish(i, i);
        other.acquire();
      }
      assertThat(blocked.dropped()).isEqualTo(10);
      assertThat(fast.dropped()).isZero();
      assertThat(log.all()).singleElement().asString().contains("dropping an event");
      free.release(QUEUE + 11);
      blocked.close();
      assertThat(got).hasSize(QUEUE + 1).endsWith(QUEUE + 1L);
    }
  }

  @Test
  void closeInterruptsAListenerThatBlocksAndDropsTheRest() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    AtomicReference<Throwable> interruption = new AtomicReference<>();
    ListenerRegistration registration =
        observers.add(
            event -> {
              called.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interruption.set(e);
              }
            });
    publish(1, 5);
    called.await();
    registration.close();
    assertThat(registration.dropped()).isEqualTo(4);
    Poll.until("the listener returns", () -> threads().isEmpty());
    assertThat(interruption.get()).isInstanceOf(InterruptedException.class);
    registration.close(); // has no effect
    assertThat(registration.dropped()).isEqualTo(4);
  }

  @Test
  void interruptOfTheListenerByItselfDoesNotStopTheDelivery() {
    ListenerRegistration registration =
        observers.add(
            event -> {
              add(event);
              Thread.currentThread().interrupt();
            });
    publish(1, 3);
    registration.close();
    assertThat(got).containsExactly(1L, 2L, 3L);
  }

  @Test
  void listenerMayCloseItsRegistration() throws Exception {
    AtomicReference<ListenerRegistration> own = new AtomicReference<>();
    CountDownLatch registered = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    own.set(
        observers.add(
            event -> {
              add(event);
              try {
                registered.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              own.get().close();
              closed.countDown();
            }));
    publish(1, 3);
    registered.countDown();
    closed.await();
    Poll.until("the thread ends", () -> threads().isEmpty());
    assertThat(got).containsExactly(1L);
    assertThat(own.get().dropped()).isEqualTo(2);
  }

  @Test
  void registrationOutlivesTheEngine() {
    ListenerRegistration registration = observers.add(this::add);
    publish(1, 2);
    observers.close();
    assertThat(threads()).isEmpty();
    assertThat(got).containsExactly(1L, 2L);
    publish(3, 4); // by a room whose files were still copied out
    assertThat(registration.dropped()).isEqualTo(2);
    observers.open();
    publish(5, 5);
    registration.close();
    assertThat(got).containsExactly(1L, 2L, 5L);
  }

  @Test
  void listenerIsNeverCalledTwiceAtOnceAlsoIfItOutlivesTheEngine() throws Exception {
    Semaphore free = new Semaphore(0);
    Semaphore called = new Semaphore(0);
    AtomicInteger inside = new AtomicInteger();
    List<Integer> together = new CopyOnWriteArrayList<>();
    ListenerRegistration registration =
        observers.add(
            event -> {
              together.add(inside.incrementAndGet());
              called.release();
              free.acquireUninterruptibly();
              add(event);
              inside.decrementAndGet();
            });
    publish(1, 2);
    called.acquire();
    observers.close();
    observers.open();
    publish(3, 3);
    assertThat(threads()).hasSize(1);
    free.release(2);
    registration.close();
    assertThat(got).containsExactly(1L, 3L);
    assertThat(together).containsOnly(1);
    assertThat(registration.dropped()).isEqualTo(1);
  }

  @Test
  void publisherNeverSeesAFailureOfTheLog() {
    Logger logger = (Logger) LoggerFactory.getLogger(Observers.class);
    AppenderBase<ILoggingEvent> failing =
        new AppenderBase<>() {
          @Override
          public void doAppend(ILoggingEvent event) {
            throw new IllegalStateException("thrown by the test");
          }

          @Override
          protected void append(ILoggingEvent event) {}
        };
    logger.addAppender(failing);
    logger.setLevel(Level.DEBUG);
    try {
      assertThatCode(() -> publish(1, 1)).doesNotThrowAnyException();
    } finally {
      logger.setLevel(null);
      logger.detachAppender(failing);
    }
  }

  private static List<Thread> threads() {
    List<Thread> found = new ArrayList<>(Thread.getAllStackTraces().keySet());
    found.removeIf(thread -> !thread.getName().equals("kotha-listener"));
    return found;
  }

  /** A listener that {@link java.util.ServiceLoader} makes. */
  public static final class Found implements SandboxListener {
    @Override
    public void on(SandboxEvent event) {}
  }

  /** A listener whose constructor throws. */
  public static final class Broken implements SandboxListener {
    /** Throws. */
    public Broken() {
      throw new IllegalStateException("thrown by the test");
    }

    @Override
    public void on(SandboxEvent event) {}
  }
}
