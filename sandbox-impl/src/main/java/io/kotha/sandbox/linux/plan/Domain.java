package io.kotha.sandbox.linux.plan;

import java.util.List;

/**
 * A Landlock domain, as {@code landlock(7)} wants it; all masks 0: none.
 *
 * @param files {@code LANDLOCK_ACCESS_FS_*} that need a rule
 * @param ports {@code LANDLOCK_ACCESS_NET_*} that need a rule
 * @param scoped {@code LANDLOCK_SCOPE_*}
 * @param rules what is granted
 */
public record Domain(long files, long ports, long scoped, List<Rule> rules) {

  /** No domain. */
  public static final Domain NONE = new Domain(0, 0, 0, List.of());

  public Domain {
    rules = List.copyOf(rules);
  }

  /**
   * One grant.
   *
   * @param path of a file or directory; empty: it is about a port
   * @param port of TCP
   * @param rights of files or of ports
   */
  public record Rule(String path, int port, long rights) {

    static Rule file(String path, long rights) {
      return new Rule(path, 0, rights);
    }

    static Rule port(int port, long rights) {
      return new Rule("", port, rights);
    }

    /** In words, for errors. */
    public String describe() {
      return path.isEmpty() ? "TCP port " + port : "files at " + path;
    }
  }
}
