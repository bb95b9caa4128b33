package io.kotha.sandbox.linux.wire;

/** A moment in the life of a room: {@code enum kt_moment}. */
public enum Moment {
  /** The zygote received the request. */
  REQUESTED(0),
  /** The zygote cloned init. */
  CLONED(1),
  /** The zygote wrote the id maps. */
  MAPPED(2),
  /** The zygote made the cgroups. */
  GROUPED(3),
  /** Init completed the mounts. */
  MOUNTED(4),
  /** Init reported that the room is built. */
  FORKED(5),
  /** The payload was confined but for its seccomp filter. */
  WALLED(6),
  /** The payload loaded its seccomp filter. */
  READY(7),
  /** The payload received its command. */
  ORDERED(8),
  /** The payload was about to call {@code execve}. */
  EXECUTING(9),
  /** The program ended. */
  ENDED(10),
  /** The zygote read the counters. */
  CONCLUDED(11);

  private final int index;

  Moment(int index) {
    this.index = index;
  }

  /** The index in {@link Report.Exited#moments()}. */
  public int index() {
    return index;
  }
}
