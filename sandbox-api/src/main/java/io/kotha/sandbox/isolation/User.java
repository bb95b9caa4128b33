package io.kotha.sandbox.isolation;

/**
 * The user and group ids of a program inside its room. Uid 0 inside is never uid 0 of the host.
 * Immutable.
 *
 * @param uid user id, 0 to 65,533
 * @param gid group id, 0 to 65,533
 */
public record User(int uid, int gid) {

  /** Uid 0 and gid 0, the default: the owner of the room's files, but without any capability. */
  public static final User ROOT = new User(0, 0);

  /**
   * Checks the ids.
   *
   * @throws IllegalArgumentException if either is out of range
   */
  public User {
    if (uid < 0 || uid > 65_533 || gid < 0 || gid > 65_533) {
      throw new IllegalArgumentException("uid and gid must be 0 to 65533, not " + uid + ":" + gid);
    }
  }
}
