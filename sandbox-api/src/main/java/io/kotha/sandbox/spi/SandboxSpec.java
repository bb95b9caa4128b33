package io.kotha.sandbox.spi;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.CopyIn;
import io.kotha.sandbox.CopyOut;
import io.kotha.sandbox.DiskQuota;
import io.kotha.sandbox.IdMap;
import io.kotha.sandbox.Landlock;
import io.kotha.sandbox.Limits;
import io.kotha.sandbox.Mitigation;
import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Network;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.SecurityLabel;
import io.kotha.sandbox.SyscallPolicy;
import io.kotha.sandbox.TimeOffsets;
import io.kotha.sandbox.User;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The data that a {@code Sandbox} holds: everything about a room but the command run in it. */
public record SandboxSpec(
    Files files, Walls walls, Identity identity, Limits limits, Placement placement) {

  /**
   * What the room's file tree is made of.
   *
   * @param rootfs the root
   * @param mounts what is mounted over it, in order
   * @param copyIns files put in before the start
   * @param copyOuts files taken out after the end
   * @param layer what the layer over {@code /} can hold where that can be written; or null for the
   *     size of {@code tmp}, with any number of files
   * @param tmp what {@code /tmp} and {@code /dev/shm} can hold, each
   * @param proc whether the room has a {@code /proc}
   */
  public record Files(
      Rootfs rootfs,
      List<Mount> mounts,
      List<CopyIn> copyIns,
      List<CopyOut> copyOuts,
      @Nullable DiskQuota layer,
      DiskQuota tmp,
      Proc proc) {
    public Files {
      mounts = List.copyOf(mounts);
      copyIns = List.copyOf(copyIns);
      copyOuts = List.copyOf(copyOuts);
    }

    /** With another {@link #rootfs}. */
    public Files withRootfs(Rootfs value) {
      return new Files(value, mounts, copyIns, copyOuts, layer, tmp, proc);
    }

    /** With other {@link #mounts}. */
    public Files withMounts(List<Mount> value) {
      return new Files(rootfs, value, copyIns, copyOuts, layer, tmp, proc);
    }

    /** With other {@link #copyIns}. */
    public Files withCopyIns(List<CopyIn> value) {
      return new Files(rootfs, mounts, value, copyOuts, layer, tmp, proc);
    }

    /** With other {@link #copyOuts}. */
    public Files withCopyOuts(List<CopyOut> value) {
      return new Files(rootfs, mounts, copyIns, value, layer, tmp, proc);
    }

    /** With another {@link #layer}. */
    public Files withLayer(@Nullable DiskQuota value) {
      return new Files(rootfs, mounts, copyIns, copyOuts, value, tmp, proc);
    }

    /** With another {@link #tmp}. */
    public Files withTmp(DiskQuota value) {
      return new Files(rootfs, mounts, copyIns, copyOuts, layer, value, proc);
    }

    /** With another {@link #proc}. */
    public Files withProc(Proc value) {
      return new Files(rootfs, mounts, copyIns, copyOuts, layer, tmp, value);
    }
  }

  /** Whether there is a {@code /proc}. */
  public enum Proc {
    /** The room's own, masked and read-only where it speaks of the host. */
    OWN,
    /** None. */
    NONE
  }

  /**
   * What separates the room from the host.
   *
   * @param shared namespaces not made
   * @param time clock offsets; a time namespace is made when present
   * @param network what its network namespace holds
   * @param hostname its host name
   * @param syscalls its system call policy
   * @param landlock its Landlock domain
   * @param label what a Linux security module is to call it; or null
   * @param mitigations against side channels
   */
  public record Walls(
      Set<Namespace> shared,
      @Nullable TimeOffsets time,
      Network network,
      String hostname,
      SyscallPolicy syscalls,
      Landlock landlock,
      @Nullable SecurityLabel label,
      Set<Mitigation> mitigations) {
    public Walls {
      shared = Set.copyOf(shared);
      mitigations = Set.copyOf(mitigations);
    }

    /** With other {@link #shared} namespaces. */
    public Walls withShared(Set<Namespace> value) {
      return new Walls(value, time, network, hostname, syscalls, landlock, label, mitigations);
    }

    /** With another {@link #time}. */
    public Walls withTime(TimeOffsets value) {
      return new Walls(shared, value, network, hostname, syscalls, landlock, label, mitigations);
    }

    /** With another {@link #network}. */
    public Walls withNetwork(Network value) {
      return new Walls(shared, time, value, hostname, syscalls, landlock, label, mitigations);
    }

    /** With another {@link #hostname}. */
    public Walls withHostname(String value) {
      return new Walls(shared, time, network, value, syscalls, landlock, label, mitigations);
    }

    /** With another {@link #syscalls}. */
    public Walls withSyscalls(SyscallPolicy value) {
      return new Walls(shared, time, network, hostname, value, landlock, label, mitigations);
    }

    /** With another {@link #landlock}. */
    public Walls withLandlock(Landlock value) {
      return new Walls(shared, time, network, hostname, syscalls, value, label, mitigations);
    }

    /** With another {@link #label}. */
    public Walls withLabel(SecurityLabel value) {
      return new Walls(shared, time, network, hostname, syscalls, landlock, value, mitigations);
    }

    /** With other {@link #mitigations}. */
    public Walls withMitigations(Set<Mitigation> value) {
      return new Walls(shared, time, network, hostname, syscalls, landlock, label, value);
    }
  }

  /**
   * Who the program is.
   *
   * @param user uid and gid inside
   * @param idMap how they map to the host's
   * @param capabilities what it keeps
   */
  public record Identity(User user, IdMap idMap, Set<Capability> capabilities) {
    public Identity {
      capabilities = Set.copyOf(capabilities);
    }
  }

  /**
   * Where the room stands on the host.
   *
   * @param name its name, unique among live rooms of the host with the same cgroup parent; or null
   * @param cgroupParent path, relative to each cgroup mount, to make its groups in; or null for the
   *     default
   */
  public record Placement(@Nullable String name, @Nullable String cgroupParent) {}
}
