package io.kotha.sandbox.linux.plan;

/**
 * The planned files of a room. They do not depend on its groups and id range, so that all rooms of
 * a sandbox can have the same.
 *
 * @param tree the files
 * @param domain the access of the payload to them
 */
public record RoomFiles(FileTree tree, Domain domain) {}
