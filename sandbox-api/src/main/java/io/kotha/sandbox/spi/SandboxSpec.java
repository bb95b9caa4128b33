package io.kotha.sandbox.spi;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.files.CopyOut;
import io.kotha.sandbox.files.DiskQuota;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.Network;
import io.kotha.sandbox.isolation.SecurityLabel;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.isolation.User;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The data that a {@code Sandbox} holds: everything about a room but the command run in it. */
public record SandboxSpec(
    Files files, Isolation isolation, Identity identity, Limits limits, Placement placement) {

  /** Returns a copy with these {@link #files}. */
  public SandboxSpec files(Files value) {
    return new SandboxSpec(value, isolation, identity, limits, placement);
  }

  /** Returns a copy with this {@link #isolation}. */
  public SandboxSpec isolation(Isolation value) {
    return new SandboxSpec(files, value, identity, limits, placement);
  }

  /** Returns a copy with this {@link #identity}. */
  public SandboxSpec identity(Identity value) {
    return new SandboxSpec(files, isolation, value, limits, placement);
  }

  /** Returns a copy with these {@link #limits}. */
  public SandboxSpec limits(Limits value) {
    return new SandboxSpec(files, isolation, identity, value, placement);
  }

  /** Returns a copy with this {@link #placement}. */
  public SandboxSpec placement(Placement value) {
    return new SandboxSpec(files, isolation, identity, limits, value);
  }

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

    /** Returns a copy with this {@link #rootfs}. */
    public Files rootfs(Rootfs value) {
      return new Files(value, mounts, copyIns, copyOuts, layer, tmp, proc);
    }

    /** Returns a copy with these {@link #mounts}. */
    public Files mounts(List<Mount> value) {
      return new Files(rootfs, value, copyIns, copyOuts, layer, tmp, proc);
    }

    /** Returns a copy with these {@link #copyIns}. */
    public Files copyIns(List<CopyIn> value) {
      return new Files(rootfs, mounts, value, copyOuts, layer, tmp, proc);
    }

    /** Returns a copy with these {@link #copyOuts}. */
    public Files copyOuts(List<CopyOut> value) {
      return new Files(rootfs, mounts, copyIns, value, layer, tmp, proc);
    }

    /** Returns a copy with this {@link #layer}. */
    public Files layer(@Nullable DiskQuota value) {
      return new Files(rootfs, mounts, copyIns, copyOuts, value, tmp, proc);
    }

    /** Returns a copy with this {@link #tmp}. */
    public Files tmp(DiskQuota value) {
      return new Files(rootfs, mounts, copyIns, copyOuts, layer, value, proc);
    }

    /** Returns a copy with this {@link #proc}. */
    public Files proc(Proc value) {
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
  public record Isolation(
      Set<Namespace> shared,
      @Nullable TimeOffsets time,
      Network network,
      String hostname,
      SyscallPolicy syscalls,
      Landlock landlock,
      @Nullable SecurityLabel label,
      Set<Mitigation> mitigations) {
    public Isolation {
      shared = Set.copyOf(shared);
      mitigations = Set.copyOf(mitigations);
    }

    /** Returns a copy with these {@link #shared} namespaces. */
    public Isolation shared(Set<Namespace> value) {
      return new Isolation(value, time, network, hostname, syscalls, landlock, label, mitigations);
    }

    /** Returns a copy with this {@link #time}. */
    public Isolation time(TimeOffsets value) {
      return new Isolation(
          shared, value, network, hostname, syscalls, landlock, label, mitigations);
    }

    /** Returns a copy with this {@link #network}. */
    public Isolation network(Network value) {
      return new Isolation(shared, time, value, hostname, syscalls, landlock, label, mitigations);
    }

    /** Returns a copy with this {@link #hostname}. */
    public Isolation hostname(String value) {
      return new Isolation(shared, time, network, value, syscalls, landlock, label, mitigations);
    }

    /** Returns a copy with this {@link #syscalls}. */
    public Isolation syscalls(SyscallPolicy value) {
      return new Isolation(shared, time, network, hostname, value, landlock, label, mitigations);
    }

    /** Returns a copy with this {@link #landlock}. */
    public Isolation landlock(Landlock value) {
      return new Isolation(shared, time, network, hostname, syscalls, value, label, mitigations);
    }

    /** Returns a copy with this {@link #label}. */
    public Isolation label(SecurityLabel value) {
      return new Isolation(shared, time, network, hostname, syscalls, landlock, value, mitigations);
    }

    /** Returns a copy with these {@link #mitigations}. */
    public Isolation mitigations(Set<Mitigation> value) {
      return new Isolation(shared, time, network, hostname, syscalls, landlock, label, value);
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

    /** Returns a copy with this {@link #user}. */
    public Identity user(User value) {
      return new Identity(value, idMap, capabilities);
    }

    /** Returns a copy with this {@link #idMap}. */
    public Identity idMap(IdMap value) {
      return new Identity(user, value, capabilities);
    }

    /** Returns a copy with these {@link #capabilities}. */
    public Identity capabilities(Set<Capability> value) {
      return new Identity(user, idMap, value);
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
