package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.limits.Limits;
import java.nio.file.Path;
import java.util.Map;

/**
 * The facts about the host that the cgroups of one room are planned from.
 *
 * @param base the groups of this JVM, in which the room's groups are created
 * @param name the name of the room's groups
 * @param limits the requested limits, with {@link io.kotha.sandbox.limits.CpuSet.WholeCores}
 *     replaced by the leased processors
 * @param devices {@code MAJOR:MINOR} of each path with an I/O limit
 */
public record CgroupInputs(
    CgroupBase base, RoomName name, Limits limits, Map<Path, String> devices) {

  public CgroupInputs {
    devices = Map.copyOf(devices);
  }
}
