package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.IoLimit;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.cgroup.live.GroupFreezer;
import io.kotha.sandbox.linux.cgroup.live.GroupGauges;
import io.kotha.sandbox.linux.cgroup.live.LiveGroups;
import io.kotha.sandbox.linux.host.BlockDevices;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Group;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import io.kotha.sandbox.linux.room.Room;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.stats.RoomStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and changes a running room through its cgroups: freezing, counters and limits. */
final class RoomControls {

  private static final Logger LOG = LoggerFactory.getLogger(RoomControls.class);
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY = 1;

  private final Native kernel;
  private final Room room;

  RoomControls(Native kernel, Room room) {
    this.kernel = kernel;
    this.room = room;
  }

  /** Freezes every process of the room. Does nothing if the room has ended. */
  void freeze() throws SandboxException {
    GroupFreezer freezer = GroupFreezer.of(groups());
    var unused =
        room.onGroups(
            () -> {
              freezer.freeze();
              return true;
            });
  }

  /** Thaws every process of the room. Does nothing if the room has ended. */
  void thaw() throws SandboxException {
    GroupFreezer freezer = GroupFreezer.of(groups());
    var unused =
        room.onGroups(
            () -> {
              freezer.thaw();
              return true;
            });
  }

  /** Returns the current counters; of a room that has ended, its last ones. */
  RoomStats stats() {
    return room.onGroups(() -> GroupGauges.read(groups()))
        .orElseGet(() -> RoomStats.after(room.usage(), Instant.now()));
  }

  /**
   * Changes the limits of the room. Does nothing if the room has ended.
   *
   * @throws IllegalArgumentException if a limit is changed that holds from the start to the end
   * @throws SetupException if the kernel refuses a value; the limits are then as before
   */
  void update(Limits wanted) throws SandboxException {
    synchronized (room) {
      Limits now = room.limits();
      requireLive(now, wanted);
      room.requireClocks(wanted.time());
      if (wanted.equals(now)) {
        return;
      }
      // Both can fail, so nothing has changed yet.
      Plan.Clocks clocks = room.clocks(wanted.time());
      Map<Path, String> devices = devices(now, wanted);
      boolean written = room.onGroups(() -> change(now, wanted, devices)).orElse(false);
      if (written && !wanted.time().equals(now.time())) {
        // Not on the groups: it can wait for the zygote, and the room's leases would wait for it.
        room.updateClocks(clocks);
      }
    }
  }

  /**
   * Finds the devices of all limits. Not on the groups: a caller's path may lie on a file system
   * that does not answer, and the room's leases would wait for it.
   */
  private Map<Path, String> devices(Limits now, Limits wanted) throws SandboxException {
    if (room.ended().isDone()) {
      return Map.of();
    }
    List<IoLimit> io = new ArrayList<>(now.io());
    io.addAll(wanted.io());
    return BlockDevices.of(io);
  }

  private boolean change(Limits now, Limits wanted, Map<Path, String> devices)
      throws SandboxException {
    boolean written = write(now, wanted, devices);
    if (written) {
      room.setLimits(wanted); // not earlier: the verdict goes by limits that are enforced
    }
    return written;
  }

  private static void requireLive(Limits now, Limits wanted) {
    requireSame("ProcessLimits", now.process(), wanted.process());
    requireSame("the limit on output", now.output(), wanted.output());
    requireSame("the fallback", now.fallback(), wanted.fallback());
    requireSame("MemoryLimits.oomKill", now.memory().oomKill(), wanted.memory().oomKill());
    if (now.cpu().cpus() instanceof CpuSet.WholeCores
        || wanted.cpu().cpus() instanceof CpuSet.WholeCores) {
      requireSame("a set of whole cores", now.cpu().cpus(), wanted.cpu().cpus());
    }
  }

  private static void requireSame(String limit, @Nullable Object now, @Nullable Object wanted) {
    if (!Objects.equals(now, wanted)) {
      throw new IllegalArgumentException(
          limit
              + " cannot change while the room runs: "
              + now
              + " → "
              + wanted
              + "; set it before the start");
    }
  }

  /** Writes all limits; returns false if the room has ended, so that some were not written. */
  private boolean write(Limits now, Limits wanted, Map<Path, String> devices)
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
      return Optional.of(LiveGroups.of(groups()));
    } catch (IOException e) {
      for (Group group : groups().groups()) {
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
      for (Group group : groups().groups()) {
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
    return groups().groups().get(write.group()).path() + "/" + write.file();
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
              "the room uses more than that, and the kernel cannot reclaim it; set a higher limit";
          case Errno.EINVAL ->
              "the kernel does not accept this value with the other limits; set another one";
          case Errno.EACCES, Errno.EPERM ->
              "the JVM's user cannot write the file; delegate the cgroup to it (bin/doctor)";
          case Errno.EMFILE ->
              "the JVM has as many files open as it may; raise its limit with ulimit -n";
          default -> "the kernel refused this value; set another limit";
        });
  }

  private CgroupPlan groups() {
    return room.plan().cgroups();
  }
}
