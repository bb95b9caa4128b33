package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.Set;

/** Plans the files of a room and the payload's access to them. Pure. */
public final class FilePlanner {

  private FilePlanner() {}

  /**
   * Returns the files of the rooms of a sandbox.
   *
   * @throws SandboxException if this host does not support the description, or if the description
   *     contradicts itself
   */
  public static RoomFiles plan(SandboxSpec spec, Host host, FileInputs inputs)
      throws SandboxException {
    Set<Plan.Flag> flags = FlagPlanner.plan(spec, host);
    Plan.Ids ids = IdPlanner.plan(spec, host, inputs.idBase(), IdPlanner.needsLock(spec, host));
    FileTree tree = TreePlanner.plan(spec, host, inputs, flags, new EtcFiles(spec, ids));
    return new RoomFiles(tree, DomainPlanner.plan(spec, tree, host.landlock()));
  }
}
