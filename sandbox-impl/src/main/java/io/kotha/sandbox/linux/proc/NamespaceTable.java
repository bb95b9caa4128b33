package io.kotha.sandbox.linux.proc;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.inspect.NamespaceInfo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The processes of a host, grouped by the namespaces that they are in. */
final class NamespaceTable {

  private NamespaceTable() {}

  /**
   * A process.
   *
   * @param pid its pid
   * @param uid its effective uid
   * @param command its name
   * @param inodes the inode numbers of its namespaces
   */
  record Member(long pid, long uid, String command, Map<Namespace, Long> inodes) {}

  /** Returns a row for each namespace, sorted by inode number. */
  static List<NamespaceInfo> of(List<Member> members) {
    Map<Long, NamespaceInfo> rows = new HashMap<>();
    for (Member member : members) {
      member
          .inodes()
          .forEach(
              (type, inode) -> rows.merge(inode, row(type, inode, member), NamespaceTable::sum));
    }
    return rows.values().stream().sorted(Comparator.comparingLong(NamespaceInfo::inode)).toList();
  }

  private static NamespaceInfo row(Namespace type, long inode, Member member) {
    return new NamespaceInfo(type, inode, 1, member.pid(), member.uid(), member.command());
  }

  private static NamespaceInfo sum(NamespaceInfo a, NamespaceInfo b) {
    NamespaceInfo lowest = a.lowestPid() <= b.lowestPid() ? a : b;
    return new NamespaceInfo(
        a.type(),
        a.inode(),
        a.processes() + b.processes(),
        lowest.lowestPid(),
        lowest.uid(),
        lowest.command());
  }
}
