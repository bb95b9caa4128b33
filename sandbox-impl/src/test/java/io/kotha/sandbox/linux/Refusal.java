package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.wire.Layout;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.zygote.RoomListener;
import io.kotha.sandbox.linux.zygote.RoomSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Listens to a request that the helper is to refuse. */
record Refusal(CompletableFuture<Report.Failed> failure) implements RoomListener {

  /** Sends a request, and returns the report of its refusal. */
  static Report.Failed of(Engine engine, ByteBuffer block, List<Integer> sources) throws Exception {
    long room = block.getLong(Layout.Request.ROOM);
    CompletableFuture<Report.Failed> failed = new CompletableFuture<>();
    try (RoomSocket socket = RoomSocket.open(engine.context().kernel())) {
      engine.zygotes().get().create(room, block.array(), sources, socket, new Refusal(failed));
      Report.Failed report = failed.get(10, TimeUnit.SECONDS);
      assertThat(report.step()).isEqualTo(SetupStep.REQUEST.number());
      return report;
    }
  }

  @Override
  public void parked() {
    failure.completeExceptionally(new AssertionError("it was built"));
  }

  @Override
  public void started(int pid, List<Integer> fds) {
    failure.completeExceptionally(new AssertionError("it was started"));
  }

  @Override
  public void failed(Report.Failed report) {
    failure.complete(report);
  }

  @Override
  public void exited(Report.Exited report, List<Integer> fds) {
    failure.completeExceptionally(new AssertionError("it ran: " + report));
  }

  @Override
  public void lost() {
    failure.completeExceptionally(new AssertionError("the helper died"));
  }
}
