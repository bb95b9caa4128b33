package io.kotha.sandbox.linux.plan;

import java.util.List;

/**
 * The planned files of a room. They do not depend on its groups and id range, so that all rooms of
 * a sandbox can have the same.
 *
 * @param tree the files
 * @param domain the access of the payload to them
 */
public record RoomFiles(FileTree tree, Domain domain) {

  /** Returns the files of a program that joins a mount namespace, and finds them there. */
  static RoomFiles withoutTree(Domain domain) {
    return new RoomFiles(
        new FileTree(List.of(), FileTree.RootKind.TMPFS, -1, "", List.of()), domain);
  }
}
