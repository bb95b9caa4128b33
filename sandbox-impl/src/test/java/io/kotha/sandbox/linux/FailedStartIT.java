package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.linux.room.Room;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts that fail in the JVM. */
@Timeout(60)
class FailedStartIT {

  private static final Command TRUE =
      Command.of("/bin/true").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);

  private static Engine engine;

  private final Sandbox named = Rooms.minimal().name("failed-" + UUID.randomUUID());
  private final StartRequest request = new StartRequest(named.spec(), TRUE);

  @BeforeAll
  static void open() throws Exception {
    engine = Engine.open(new Observers());
    assertStarts(new StartRequest(Rooms.minimal().spec(), TRUE));
  }

  @Test
  @SuppressWarnings("NullAway") // makes the encoder fail
  void requestThatFailsKeepsNoName() throws Exception {
    Leftovers before = Leftovers.snapshot();
    PlanEncoder.Fault none = null;
    assertThatThrownBy(() -> engine.builder(none).start(request, RoomPreparation.NONE))
        .isInstanceOf(NullPointerException.class);
    assertStarts(request);
    before.assertNone();
  }

  @Test
  void entryThatFailsKeepsNoName() throws Exception {
    Leftovers before = Leftovers.snapshot();
    RoomPreparation failing =
        (room, wiring, completion) -> {
          throw new OutOfMemoryError("thrown by the test");
        };
    assertThatThrownBy(() -> engine.builder().start(request, failing))
        .isInstanceOf(OutOfMemoryError.class);
    assertStarts(request);
    before.assertNone();
  }

  private static void assertStarts(StartRequest request) throws Exception {
    Room room = engine.builder().start(request, RoomPreparation.NONE).room();
    assertThat(room.ended().get(10, TimeUnit.SECONDS).verdict().isSuccess()).isTrue();
  }

  /** The zygote of an overloaded host may take its time. */
  @Test
  void callerDoesNotWaitForTheEndOfTheRoomWithoutABound() throws Exception {
    Leftovers before = Leftovers.snapshot();
    String zygote = Integer.toString(engine.zygotes().get().pid());
    RoomPreparation failing =
        (room, wiring, completion) -> {
          throw new IOException("thrown by the test");
        };
    HostCommand.run("kill", "-STOP", zygote).orThrow();
    try {
      CompletableFuture<Void> start =
          CompletableFuture.runAsync(
              () -> {
                try {
                  engine.builder().start(request, failing);
                } catch (SandboxException e) {
                  throw new IllegalStateException(e);
                }
              },
              task -> new Thread(task).start());
      assertThatThrownBy(() -> start.get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasStackTraceContaining("thrown by the test");
    } finally {
      HostCommand.run("kill", "-CONT", zygote).orThrow();
    }
    before.assertNone();
  }
}
