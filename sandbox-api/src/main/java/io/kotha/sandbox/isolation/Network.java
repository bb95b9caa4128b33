package io.kotha.sandbox.isolation;

/**
 * The interfaces of a room's own network namespace. {@code Sandbox.share(Namespace.NET)} gives the
 * room the host's instead.
 */
public enum Network {
  /** {@code lo} only, and it is down: the program can reach no address, not even its own. */
  NONE,
  /** {@code lo} only, and it is up: the room's processes reach each other at 127.0.0.1 and ::1. */
  LOOPBACK
}
