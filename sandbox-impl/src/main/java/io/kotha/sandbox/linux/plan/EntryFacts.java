package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.isolation.TimeOffsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a process whose namespaces a program enters.
 *
 * @param namespaces the namespaces to enter, which the JVM is not in
 * @param above whether its user namespace was made in another one than the JVM's
 * @param uid the program's uid in the user namespace that it is in then; {@link Plan#NO_ID} if none
 *     is mapped
 * @param gid its gid, likewise
 * @param hostUid its uid as the JVM sees it
 * @param hostGid its gid as the JVM sees it
 * @param time the clock offsets of the time namespace; null if none is entered
 */
public record EntryFacts(
    Set<Namespace> namespaces,
    boolean above,
    int uid,
    int gid,
    long hostUid,
    long hostGid,
    @Nullable TimeOffsets time) {

  public EntryFacts {
    namespaces = Set.copyOf(namespaces);
  }

  boolean enters(Namespace type) {
    return namespaces.contains(type);
  }
}
