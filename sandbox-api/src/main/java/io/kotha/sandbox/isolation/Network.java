package io.kotha.sandbox.isolation;

/** What a room's own network namespace holds. To have the host's, {@code share(Namespace.NET)}. */
public enum Network {
  /** Only {@code lo}, and that down: nothing can be reached, not even oneself. */
  NONE,
  /** {@code lo} up: the room's programs can talk to one another over 127.0.0.1 and ::1. */
  LOOPBACK
}
