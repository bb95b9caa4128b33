package io.kotha.sandbox.linux.room;

/** Work on the cgroups of a room, which finds them by path. */
@FunctionalInterface
public interface GroupAction<T, E extends Exception> {

  /** Does the work. */
  T run() throws E;
}
