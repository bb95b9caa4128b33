package io.kotha.sandbox.isolation;

/**
 * Who the program is inside its room. Uid 0 inside is never uid 0 of the host.
 *
 * @param uid 0 to 65533
 * @param gid 0 to 65533
 */
public record User(int uid, int gid) {

  /** Uid and gid 0, the default: an owner of the room's files, without any capability. */
  public static final User ROOT = new User(0, 0);

  public User {
    if (uid < 0 || uid > 65_533 || gid < 0 || gid > 65_533) {
      throw new IllegalArgumentException("uid and gid go from 0 to 65533: " + uid + ":" + gid);
    }
  }
}
