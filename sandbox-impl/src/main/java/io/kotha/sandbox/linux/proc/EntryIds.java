package io.kotha.sandbox.linux.proc;

import java.util.OptionalLong;

/**
 * The ids with which a program enters the namespaces of a process.
 *
 * @param uid its uid in the user namespace that it is in then; empty if the process has none there
 * @param gid its gid, likewise
 * @param hostUid its uid as the JVM sees it
 * @param hostGid its gid as the JVM sees it
 */
public record EntryIds(OptionalLong uid, OptionalLong gid, long hostUid, long hostGid) {}
