package io.kotha.sandbox.linux.plan;

import java.util.List;

/**
 * A Landlock domain, see {@code landlock(7)}. If all masks are 0, there is no domain.
 *
 * @param files the mask of handled {@code LANDLOCK_ACCESS_FS_*}, which need a rule
 * @param ports the mask of handled {@code LANDLOCK_ACCESS_NET_*}, which need a rule
 * @param scoped the mask of {@code LANDLOCK_SCOPE_*}
 * @param rules the grants
 */
public record Domain(long files, long ports, long scoped, List<Rule> rules) {

  /** No domain. */
  public static final Domain NONE = new Domain(0, 0, 0, List.of());

  public Domain {
    rules = List.copyOf(rules);
  }

  /**
   * A grant.
   *
   * @param path the path of a file or directory; empty for a port
   * @param port the TCP port
   * @param rights the mask of granted access rights, of files or of ports
   */
  public record Rule(String path, int port, long rights) {

    static Rule file(String path, long rights) {
      return new Rule(path, 0, rights);
    }

    static Rule port(int port, long rights) {
      return new Rule("", port, rights);
    }

    /** Returns a description for error messages. */
    public String describe() {
      return path.isEmpty() ? "TCP port " + port : "files at " + path;
    }
  }
}
