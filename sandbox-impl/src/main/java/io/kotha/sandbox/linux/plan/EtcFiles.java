package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.spi.SandboxSpec;

/**
 * The files of {@code /etc} that give names to the room's user, its group and its own host:
 * passwd(5), group(5), hosts(5).
 */
public final class EtcFiles {

  public static final String PASSWD = "/etc/passwd";
  public static final String GROUP = "/etc/group";
  public static final String HOSTS = "/etc/hosts";

  /** Uid and gid of what has no id in the room: user_namespaces(7). */
  private static final int NOBODY = 65_534;

  private final Plan.Ids ids;
  private final String hostname;

  /**
   * @param ids the ids that the payload sees as its own
   */
  EtcFiles(SandboxSpec spec, Plan.Ids ids) {
    boolean shared = spec.isolation().shared().contains(Namespace.UTS);
    this.ids = ids;
    this.hostname = shared ? "" : spec.isolation().hostname();
  }

  /** Generates the text of a file. */
  String text(String path) {
    return switch (path) {
      case PASSWD -> passwd(ids.uid(), ids.gid());
      case GROUP -> group(ids.gid());
      case HOSTS -> hosts(hostname);
      default -> throw new IllegalArgumentException(path);
    };
  }

  private static String passwd(int uid, int gid) {
    // Every program may write to /tmp; the usual homes do not exist in the room.
    String root = "root:x:0:0:root:/tmp:/bin/sh\n";
    String user = "user:x:" + uid + ":" + gid + "::/tmp:/bin/sh\n";
    String nobody = "nobody:x:65534:65534:nobody:/tmp:/bin/sh\n";
    return root + (hasOwnName(uid) ? user : "") + nobody;
  }

  private static String group(int gid) {
    return "root:x:0:\n" + (hasOwnName(gid) ? "user:x:" + gid + ":\n" : "") + "nobody:x:65534:\n";
  }

  private static boolean hasOwnName(int id) {
    return id != Plan.NO_ID && id != 0 && id != NOBODY;
  }

  private static String hosts(String hostname) {
    String localhost = "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n";
    return localhost + (hostname.isEmpty() ? "" : "127.0.1.1\t" + hostname + "\n");
  }
}
