package io.kotha.sandbox.linux.room;

import com.google.common.util.concurrent.Uninterruptibles;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.linux.files.CopyInFiles;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.verdict.SetupErrors;
import io.kotha.sandbox.linux.wire.CommandEncoder;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.zygote.RoomListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Copies files into a room that lives. To the room it is a program whose process ends where it
 * would execute.
 */
final class RoomCopy implements RoomListener {

  private static final int EXITED = 1;

  private final Native kernel;
  private final PlannedRoom planned;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private RoomCopy(Native kernel, PlannedRoom planned) {
    this.kernel = kernel;
    this.planned = planned;
  }

  /**
   * Copies the files, and blocks until they are in the room.
   *
   * @param program the requested process, which this method ends
   * @throws SandboxException if a file cannot be copied
   */
  static void run(RoomContext context, ParkedRoom program, List<CopyIn> copies)
      throws SandboxException {
    Native kernel = context.kernel();
    RoomCopy copy = new RoomCopy(kernel, program.planned());
    int none = -1;
    try (CopyInFiles files = CopyInFiles.open(kernel, copies)) {
      none = kernel.open("/dev/null", 0, 0);
      List<Integer> fds = new ArrayList<>(Collections.nCopies(3, none));
      fds.addAll(files.fds());
      program.deliver(CommandEncoder.encodeCopies(copies), fds, copy);
      copy.await();
    } catch (IOException e) {
      throw e instanceof SandboxException sandbox
          ? sandbox
          : new SandboxException("the files cannot be copied in: " + e.getMessage(), e);
    } finally {
      program.discard();
      if (none >= 0) {
        kernel.close(none);
      }
    }
  }

  private void await() throws SandboxException {
    Duration most = planned.spec().limits().time().setup();
    try {
      Uninterruptibles.getUninterruptibly(done, most);
    } catch (ExecutionException e) {
      throw Room.reason(e);
    } catch (TimeoutException e) {
      throw new SetupTimeoutException(most);
    }
  }

  // ---- the zygote's reports, on the event thread ----

  @Override
  public void parked() {}

  @Override
  public void started(int pid, List<Integer> fds) {
    fds.forEach(kernel::close); // unreachable: nothing is executed
  }

  @Override
  public void failed(Report.Failed report) {
    planned.leases().release();
    done.completeExceptionally(errors().of(report));
  }

  @Override
  public void exited(Report.Exited report, List<Integer> fds) {
    fds.forEach(kernel::close);
    planned.leases().release();
    boolean copied = !report.withoutStatus() && report.code() == EXITED && report.status() == 0;
    if (copied) {
      done.complete(null);
    } else {
      done.completeExceptionally(errors().diedBeforeExec(report));
    }
  }

  @Override
  public void lost() {
    try {
      planned.leases().releaseLost();
    } finally {
      done.completeExceptionally(Room.zygoteDied());
    }
  }

  private SetupErrors errors() {
    return new SetupErrors(planned.spec(), planned.plan());
  }
}
