package io.kotha.sandbox;

/**
 * The eight kinds of Linux namespace ({@code namespaces(7)}).
 *
 * <p>By default, a room has its own namespace of each kind except {@link #TIME}. {@link
 * Sandbox#share(Namespace...)} lets it use the host's; {@link #MOUNT} cannot be shared.
 */
public enum Namespace {
  /** Mount points; {@code CLONE_NEWNS}, since Linux 2.4.19. Never shared. */
  MOUNT("mnt"),
  /** Process ids; {@code CLONE_NEWPID}, since Linux 2.6.24. */
  PID("pid"),
  /** Network devices, addresses, routes, abstract sockets; {@code CLONE_NEWNET}, since 2.6.29. */
  NET("net"),
  /** Host and domain name; {@code CLONE_NEWUTS}, since Linux 2.6.19. */
  UTS("uts"),
  /** System V IPC and POSIX message queues; {@code CLONE_NEWIPC}, since Linux 2.6.19. */
  IPC("ipc"),
  /** User and group ids, capabilities; {@code CLONE_NEWUSER}, since Linux 3.8. */
  USER("user"),
  /** The view of {@code /proc/self/cgroup}; {@code CLONE_NEWCGROUP}, since Linux 4.6. */
  CGROUP("cgroup"),
  /** Offsets of the monotonic and boot clocks; {@code CLONE_NEWTIME}, since Linux 5.6. */
  TIME("time");

  private final String procName;

  Namespace(String procName) {
    this.procName = procName;
  }

  /** Returns the name of its link in {@code /proc/PID/ns}. */
  public String procName() {
    return procName;
  }
}
