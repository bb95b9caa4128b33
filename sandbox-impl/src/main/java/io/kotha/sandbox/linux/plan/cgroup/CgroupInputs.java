package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.limits.Limits;
import java.nio.file.Path;
import java.util.Map;

/**
 * The facts about the host that the cgroups of one room are planned from.
 *
 * @param base the groups of this JVM, in which the room's groups are made
 * @param name the name of the room's groups
 * @param limits the limits asked for, with {@link io.kotha.sandbox.limits.CpuSet.WholeCores}
 *     replaced by the processors that were leased
 * @param devices {@code MAJOR:MINOR} of each path that has an io limit
 */
public record CgroupInputs(
    CgroupBase base, RoomName name, Limits limits, Map<Path, String> devices) {

  public CgroupInputs {
    devices = Map.copyOf(devices);
  }
}
