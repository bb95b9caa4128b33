package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.linux.wire.Report;
import java.util.List;

/** Receives the zygote's reports about one room, on the event thread. No method may block. */
public interface RoomListener {

  /**
   * The payload is isolated and waits for its command. Not called if the command was there before
   * the payload began to wait.
   */
  void parked();

  /**
   * The next report comes without the descriptors that the zygote has sent with it, because this
   * JVM has no free ones.
   */
  default void descriptorsLost() {}

  /**
   * The program was executed.
   *
   * @param pid the pid of the program on the host
   * @param fds the room's root and mount namespace if the plan asked for them, and then the seccomp
   *     listener if calls are supervised; the callee owns them
   */
  void started(int pid, List<Integer> fds);

  /** A step failed and nothing of the room is left. Last call for this room. */
  void failed(Report.Failed report);

  /**
   * Every process of the room is dead. Last call for this room.
   *
   * @param fds the room's root and mount namespace, if they were not reported before; the callee
   *     owns them
   */
  void exited(Report.Exited report, List<Integer> fds);

  /** The zygote has died, and every process of the room with it. Last call for this room. */
  void lost();
}
