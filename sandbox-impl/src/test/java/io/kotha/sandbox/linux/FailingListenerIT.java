package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.linux.fixture.Rooms;
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
    Engine engine = Engine.open();
    Command command =
        Command.of("/bin/sleep", "100").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
    Room bystander =
        engine
            .builder()
            .start(new StartRequest(Rooms.minimal().spec(), command), RoomPreparation.NONE)
            .room();
    ByteBuffer refused =
        ByteBuffer.wrap(PlanEncoder.encode(ROOM, bystander.plan())).order(ByteOrder.nativeOrder());
    refused.putInt(Layout.Plan.FLAGS, 1 << 30);
    CompletableFuture<Void> lost = new CompletableFuture<>();
    try (RoomSocket socket = RoomSocket.open(engine.context().kernel())) {
      engine.zygotes().get().create(ROOM, refused.array(), List.of(), socket, new Failing(lost));
      lost.get(10, TimeUnit.SECONDS);
    }
    assertThat(bystander.ended()).isNotDone();
    bystander.kill();
    bystander.ended().get(10, TimeUnit.SECONDS);
  }

  private record Failing(CompletableFuture<Void> wasLost) implements RoomListener {
    @Override
    public void parked() {}

    @Override
    public void started(int pid, List<Integer> fds) {}

    @Override
    public void failed(Report.Failed report) {
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
