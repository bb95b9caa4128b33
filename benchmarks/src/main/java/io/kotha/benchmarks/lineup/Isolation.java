package io.kotha.benchmarks.lineup;

import java.util.List;

/**
 * The isolation of a process from the host, as the kernel reports it.
 *
 * @param namespaces types of namespaces that it does not share with this JVM
 * @param ownRoot true if its root directory is not the host's
 * @param rootReadOnly true if its root is mounted read-only
 * @param capabilities number of capabilities in its effective set
 * @param noNewPrivileges true if {@code no_new_privs} is set
 * @param seccompFilters number of seccomp filters
 * @param hostUid its uid on the host
 * @param limits controllers whose cgroup limits it
 */
public record Isolation(
    List<String> namespaces,
    boolean ownRoot,
    boolean rootReadOnly,
    int capabilities,
    boolean noNewPrivileges,
    int seccompFilters,
    long hostUid,
    List<String> limits) {

  private static final int ALL_NAMESPACES = 7; // without a time namespace, which is not requested

  /** Describes the isolation in one line. */
  public String words() {
    return String.join(
        "; ",
        namespaces.isEmpty()
            ? "no namespace of its own"
            : namespaces.size() >= ALL_NAMESPACES
                ? "all seven namespaces"
                : "namespaces " + String.join(" ", namespaces),
        ownRoot
            ? rootReadOnly ? "own root, read-only" : "own root, writable"
            : rootReadOnly ? "the host's root, read-only" : "the host's root",
        capabilities == 0 ? "no capability" : capabilities + " capabilities",
        noNewPrivileges ? "no_new_privs" : "may gain privileges",
        seccompFilters == 0 ? "no seccomp" : "seccomp",
        limits.isEmpty() ? "no group limits" : "limits " + String.join(" ", limits),
        hostUid == 0 ? "root on the host" : "host uid " + hostUid);
  }
}
