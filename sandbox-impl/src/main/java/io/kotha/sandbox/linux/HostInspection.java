package io.kotha.sandbox.linux;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.host.HostFacts;
import io.kotha.sandbox.linux.host.HostInspector;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.room.RoomBuilder;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.stats.HostReport;
import io.kotha.sandbox.stats.HostReport.Feature;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the report on the host from three sources: files of {@code /proc}, the cgroups that were
 * made, and one room that is built for real.
 */
final class HostInspection {

  private HostInspection() {}

  /** Inspects the host. Builds a room, so it takes as long as a start. */
  static HostReport of(Engine engine) throws SandboxException {
    List<Feature> features = new ArrayList<>();
    features.add(room(engine.builder()));
    features.add(
        new Feature(
            "root",
            engine.context().host().isRoot(),
            engine.context().host().isRoot()
                ? "each room leases host ids of its own"
                : "rooms run as uid " + engine.context().host().uid() + " of the host",
            engine.context().host().isRoot() ? "" : "not needed"));
    features.addAll(
        HostInspector.ofHost(
            () -> HostFacts.landlockVersion(engine.context().kernel()),
            () ->
                HostFacts.coreScheduling(
                    engine.context().kernel(), engine.context().host().arch())));
    cgroups(engine, features);
    return new HostReport("linux", features);
  }

  /** Builds a whole room, up to the execution of a program that does not exist. */
  private static Feature room(RoomBuilder builder) {
    try {
      builder.start(
          new StartRequest(
              Sandbox.rootfs(Rootfs.programs()).spec(),
              Command.of("/nothing").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL)),
          RoomPreparation.NONE);
      return new Feature("room", true, "", "");
    } catch (SetupException e) {
      boolean built = e.step() == SetupStep.EXEC && e.errno() == Errno.ENOENT;
      return new Feature(
          "room",
          built,
          built ? "built with every default isolation" : String.valueOf(e.getMessage()),
          built ? "" : e.hint());
    } catch (SandboxException e) {
      return new Feature("room", false, String.valueOf(e.getMessage()), "see the other features");
    }
  }

  private static void cgroups(Engine engine, List<Feature> features) throws SandboxException {
    CgroupBase base = engine.planner().cgroupBase(null);
    features.add(
        new Feature("cgroup.version", true, engine.cgroups().layout().version().toString(), ""));
    boolean unified = base.unified().isPresent();
    features.add(
        new Feature(
            "cgroup.v2",
            unified,
            unified ? base.unified().get().directory() : "no v2 group can be made",
            unified ? "" : "give the JVM's user a v2 group (systemd: Delegate=yes for its unit)"));
    for (Controller controller : Controller.values()) {
      Missing missing = base.missing().get(controller);
      features.add(
          missing == null
              ? new Feature(
                  controller.feature(),
                  true,
                  base.branch(controller).map(b -> b.directory()).orElse(""),
                  "")
              : new Feature(controller.feature(), false, missing.reason(), missing.remedy()));
    }
  }
}
