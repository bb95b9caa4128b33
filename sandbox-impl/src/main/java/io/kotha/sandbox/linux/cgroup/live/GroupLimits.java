package io.kotha.sandbox.linux.cgroup.live;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Group;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes the limits of the groups of one program, or of a room that lives. */
public final class GroupLimits {

  private static final Logger LOG = LoggerFactory.getLogger(GroupLimits.class);
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY = 1;

  private final Native kernel;
  private final CgroupPlan plan;

  /**
   * @param plan the groups, as the zygote has made them
   */
  public GroupLimits(Native kernel, CgroupPlan plan) {
    this.kernel = kernel;
    this.plan = plan;
  }

  /**
   * Writes all limits that differ. No other room may have these groups meanwhile.
   *
   * @param devices {@code MAJOR:MINOR} of each path with an I/O limit before or after
   * @return false if the groups are gone, so that some limits were not written
   * @throws SetupException if the kernel refuses a value; the limits are then as before
   * @throws UnsupportedOperationException if there is no group of a needed controller
   */
  public boolean change(Limits now, Limits wanted, Map<Path, String> devices)
      throws SandboxException {
    Optional<LiveGroups> live = live();
    if (live.isEmpty()) {
      return false;
    }
    LiveGroups groups = live.get();
    List<Write> changes = groups.changes(now, wanted, devices);
    for (int i = 0; i < changes.size(); i++) {
      try {
        write(changes.get(i));
      } catch (NativeException e) {
        if (!Files.exists(Path.of(path(changes.get(i))))) {
          return false;
        }
        restore(groups.changes(wanted, now, devices));
        throw refused(changes.get(i), i, e.errno());
      }
    }
    return true;
  }

  /** Inspects the groups; empty if the room has ended, so that they are gone. */
  private Optional<LiveGroups> live() throws SandboxException {
    try {
      return Optional.of(LiveGroups.of(plan));
    } catch (IOException e) {
      for (Group group : plan.groups()) {
        if (Files.notExists(Path.of(group.path()))) {
          LOG.debug("the room has ended: its cgroups are gone", e);
          return Optional.empty();
        }
      }
      throw new SandboxException(
          "the limits are as before, because the cgroups of the room cannot be read: "
              + reason(e)
              + ". Change them again",
          e);
    }
  }

  /** Returns the reason with its errno, which the JDK does not name: asks the kernel again. */
  private String reason(IOException e) {
    try {
      for (Group group : plan.groups()) {
        kernel.close(kernel.open(group.path(), O_RDONLY, 0));
      }
      return String.valueOf(e.getMessage());
    } catch (NativeException again) {
      return String.valueOf(again.getMessage());
    }
  }

  /** Writes the old values again, also those that were not changed yet. */
  private void restore(List<Write> changes) {
    for (Write change : changes) {
      try {
        write(change);
      } catch (NativeException e) {
        LOG.debug("{} cannot be restored", change, e);
      }
    }
  }

  private void write(Write write) throws NativeException {
    int fd = kernel.open(path(write), O_WRONLY, 0);
    try {
      kernel.writeAll(fd, write.value().getBytes(StandardCharsets.US_ASCII));
    } finally {
      kernel.close(fd);
    }
  }

  private String path(Write write) {
    return plan.groups().get(write.group()).path() + "/" + write.file();
  }

  private SetupException refused(Write write, int item, int errno) {
    return new SetupException(
        SetupStep.CGROUP_WRITE,
        item,
        write.value() + " > " + path(write),
        errno,
        Errno.name(errno),
        switch (errno) {
          case Errno.EBUSY ->
              write.file().startsWith("cpuset.")
                  ? "a program of the room runs on others; change its limits first"
                  : "the room uses more than that, and the kernel cannot reclaim it; set a higher"
                      + " limit";
          case Errno.EINVAL ->
              "the kernel does not accept this value with the other limits, or with those of a"
                  + " program of the room; set another one";
          case Errno.EACCES, Errno.EPERM ->
              "the JVM's user cannot write the file; delegate the cgroup to it (bin/doctor)";
          case Errno.EMFILE ->
              "the JVM has as many files open as it may; raise its limit with ulimit -n";
          default -> "the kernel refused this value; set another limit";
        });
  }
}
