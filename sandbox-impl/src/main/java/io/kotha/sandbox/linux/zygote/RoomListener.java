package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.linux.wire.Report;
import java.util.List;

/** What happens to one room; called on the event thread, so none of these may block. */
public interface RoomListener {

  /** Every wall is up, and the payload waits for its command; not told of where that was there. */
  void parked();

  /**
   * The program runs.
   *
   * @param fds the room's root and mount namespace, if the plan asked for them
   */
  void started(int pid, List<Integer> fds);

  /** A step failed. Last call for this room. */
  void failed(Report.Failed report);

  /** Every process is dead. Last call for this room. */
  void exited(Report.Exited report, List<Integer> fds);

  /** The zygote is gone, and the room with it. Last call for this room. */
  void lost();
}
