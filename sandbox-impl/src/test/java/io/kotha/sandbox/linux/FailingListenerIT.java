package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.room.Room;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.linux.wire.Layout;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.zygote.RoomListener;
import io.kotha.sandbox.linux.zygote.RoomSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener that throws, as every listener may when the heap is full. */
@Timeout(60)
class FailingListenerIT {

  /** A room id that the engine itself does not reach. */
  private static final long ROOM = 1L << 40;

  @Test
  void listenerThatThrowsLosesItsRoomOnly() throws Exception {
    Engine engine = Engine.open(new Observers());
    Room bystander = start(engine, "100");
    try {
      loseRoom(engine, bystander.plan());
      assertThat(start(engine, "0").ended().get(10, TimeUnit.SECONDS).verdict().isSuccess())
          .isTrue();
      assertThat(bystander.ended()).isNotDone();
    } finally {
      bystander.kill();
    }
    assertThat(bystander.ended().get(10, TimeUnit.SECONDS).verdict())
        .isInstanceOf(Verdict.Killed.class);
  }

  private static Room start(Engine engine, String seconds) throws Exception {
    Command command =
        Command.of("/bin/sleep", seconds).stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
    StartRequest request = new StartRequest(Rooms.minimal().spec(), command);
    return engine.builder().start(request, RoomPreparation.NONE).room();
  }

  /** Sends a request that the helper refuses, to a listener that throws when it learns of that. */
  private static void loseRoom(Engine engine, Plan plan) throws Exception {
    ByteBuffer refused =
        ByteBuffer.wrap(PlanEncoder.encode(ROOM, plan)).order(ByteOrder.nativeOrder());
    refused.putInt(Layout.Plan.FLAGS, 1 << 30);
    Failing listener = new Failing(new CompletableFuture<>(), new CompletableFuture<>());
    try (RoomSocket socket = RoomSocket.open(engine.context().kernel())) {
      engine.zygotes().get().create(ROOM, refused.array(), List.of(), socket, listener);
      listener.hasFailed().get(10, TimeUnit.SECONDS);
      listener.wasLost().get(10, TimeUnit.SECONDS);
    }
  }

  private record Failing(CompletableFuture<Void> hasFailed, CompletableFuture<Void> wasLost)
      implements RoomListener {
    @Override
    public void parked() {}

    @Override
    public void started(int pid, List<Integer> fds) {}

    @Override
    public void failed(Report.Failed report) {
      hasFailed.complete(null);
      throw new OutOfMemoryError("thrown by the test");
    }

    @Override
    public void exited(Report.Exited report, List<Integer> fds) {}

    @Override
    public void lost() {
      wasLost.complete(null);
    }
  }
}
