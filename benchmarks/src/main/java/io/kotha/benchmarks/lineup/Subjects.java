package io.kotha.benchmarks.lineup;

import io.kotha.benchmarks.peer.Peers;
import io.kotha.benchmarks.subject.ColdRoom;
import io.kotha.benchmarks.subject.FullRoom;
import io.kotha.benchmarks.subject.JdkProcess;
import io.kotha.benchmarks.subject.PooledRoom;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;

/** A factory of subjects by name. */
public final class Subjects {

  private Subjects() {}

  /**
   * Opens a subject.
   *
   * @param callers number of threads that will use it concurrently
   */
  public static Subject open(SubjectName name, RoomRoot root, int callers) throws IOException {
    if (name.isPeer()) {
      return Peers.open(name.program(), root);
    }
    if (name.equals(SubjectName.COLD)) {
      return new ColdRoom(FullRoom.in(root));
    }
    if (name.equals(SubjectName.COLD_SHARED_NETWORK)) {
      return new ColdRoom(FullRoom.sharingNetworkIn(root));
    }
    if (name.equals(SubjectName.POOLED)) {
      return PooledRoom.open(FullRoom.in(root), Math.max(PooledRoom.SIZE, callers));
    }
    if (SubjectName.own().contains(name)) {
      return JdkProcess.onHost(root);
    }
    throw new IllegalArgumentException("no subject is named " + name.kind());
  }
}
