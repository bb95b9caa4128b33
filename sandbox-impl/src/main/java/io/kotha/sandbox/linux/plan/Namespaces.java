package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Namespace;

/** The {@code CLONE_NEW*} flags of the namespaces. */
public final class Namespaces {

  private Namespaces() {}

  /** Returns the flag {@code CLONE_NEW*} of a namespace. */
  public static int flag(Namespace namespace) {
    return switch (namespace) {
      case MOUNT -> 0x0002_0000;
      case CGROUP -> 0x0200_0000;
      case UTS -> 0x0400_0000;
      case IPC -> 0x0800_0000;
      case USER -> 0x1000_0000;
      case PID -> 0x2000_0000;
      case NET -> 0x4000_0000;
      case TIME -> 0x0000_0080;
    };
  }
}
