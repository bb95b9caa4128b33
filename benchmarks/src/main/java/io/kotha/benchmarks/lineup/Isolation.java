package io.kotha.benchmarks.lineup;

import java.util.List;

/**
 * What separates a process from the host, as the kernel sees it.
 *
 * @param namespaces those of its own
 * @param ownRoot whether its root directory is not the host's
 * @param rootReadOnly whether its root is mounted read-only
 * @param capabilities how many are in its effective set
 * @param noNewPrivileges whether {@code execve} can give it none
 * @param seccompFilters how many filters judge its system calls
 * @param hostUid its user on the host
 * @param limits the resources that its group limits
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

  private static final int ALL_NAMESPACES = 7; // a clock of its own is not asked for

  /** For people, in one line. */
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
