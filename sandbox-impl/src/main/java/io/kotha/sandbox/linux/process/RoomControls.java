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
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be seen of a room, and done to it, by its cgroups while it runs. */
final class RoomControls {

  private static final Logger LOG = LoggerFactory.getLogger(RoomControls.class);
  private static final int O_WRONLY = 1;

  private final Native kernel;
  private final Room room;

  RoomControls(Native kernel, Room room) {
    this.kernel = kernel;
    this.room = room;
  }

  void freeze() throws SandboxException {
    GroupFreezer freezer = GroupFreezer.of(groups());
    if (!room.ended().isDone()) {
      freezer.freeze();
    }
  }

  void thaw() throws SandboxException {
    GroupFreezer freezer = GroupFreezer.of(groups());
    if (!room.ended().isDone()) {
      freezer.thaw();
    }
  }

  RoomStats stats() {
    return room.ended().isDone()
        ? RoomStats.after(room.ended().join().usage(), Instant.now())
        : GroupGauges.read(groups());
  }

  void update(Limits wanted) throws SandboxException {
    synchronized (room) {
      Limits now = room.limits();
      requireLive(now, wanted);
      room.requireClocks(wanted.time());
      if (!wanted.equals(now) && !room.ended().isDone()) {
        write(now, wanted);
        room.limitsAre(wanted);
        if (!wanted.time().equals(now.time())) {
          room.clocksAre(wanted.time()); // cannot fail, so it comes last
        }
      }
    }
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

  private static void requireSame(String what, @Nullable Object now, @Nullable Object wanted) {
    if (!Objects.equals(now, wanted)) {
      throw new IllegalArgumentException(
          what + " cannot change while the room runs: " + now + " → " + wanted);
    }
  }

  private void write(Limits now, Limits wanted) throws SandboxException {
    List<IoLimit> io = new ArrayList<>(now.io());
    io.addAll(wanted.io());
    Map<Path, String> devices = BlockDevices.of(io);
    LiveGroups groups;
    try {
      groups = LiveGroups.of(groups());
    } catch (IOException e) {
      LOG.debug("the groups of a room that is ending need no limits", e);
      return;
    }
    List<Write> changes = groups.changes(now, wanted, devices);
    for (int i = 0; i < changes.size(); i++) {
      try {
        write(changes.get(i));
      } catch (NativeException e) {
        if (!Files.exists(Path.of(path(changes.get(i))))) {
          return; // it has just ended
        }
        takeBack(groups.changes(wanted, now, devices));
        throw refused(changes.get(i), i, e.errno());
      }
    }
  }

  /** Those that were not written yet have the value already. */
  private void takeBack(List<Write> changes) {
    for (Write change : changes) {
      try {
        write(change);
      } catch (NativeException e) {
        LOG.debug("{} was not taken back", change, e);
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
          case Errno.EBUSY -> "the room uses more than that, and the kernel cannot reclaim it";
          case Errno.EINVAL -> "the kernel does not take this value, or not beside the others";
          case Errno.EACCES, Errno.EPERM -> "the JVM's user may not write it";
          default -> "the kernel refused this limit";
        });
  }

  private CgroupPlan groups() {
    return room.plan().cgroups();
  }
}
