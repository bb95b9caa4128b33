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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data that a {@code Sandbox} holds: the description of a room without its command. Immutable.
 * Users of the API never need it.
 *
 * @param files the room's file tree
 * @param isolation separation of the program from the host
 * @param identity the program's ids and capabilities
 * @param limits limits on resources
 * @param placement name and place of the room on the host
 */
public record SandboxSpec(
    Files files, Isolation isolation, Identity identity, Limits limits, Placement placement) {

  public SandboxSpec {
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(placement, "placement");
  }

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
   * The parts of the room's file tree.
   *
   * @param rootfs the root
   * @param mounts mounts over the root, in order
   * @param copyIns files that are copied in before the program starts
   * @param copyOuts files that are copied out after the room has ended
   * @param layer capacity of the tmpfs for writes below {@code /} of a writable root; null for the
   *     size of {@code tmp} and the kernel's default number of inodes
   * @param tmp capacity of {@code /tmp} and of {@code /dev/shm}, each
   * @param proc presence of a {@code /proc}
   * @param terminals number of pseudo-terminals that the room may open; with 0 it has no {@code
   *     /dev/ptmx}
   */
  public record Files(
      Rootfs rootfs,
      List<Mount> mounts,
      List<CopyIn> copyIns,
      List<CopyOut> copyOuts,
      @Nullable DiskQuota layer,
      DiskQuota tmp,
      Proc proc,
      int terminals) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if the number of terminals is not 0 to 1,024
     */
    public Files {
      Objects.requireNonNull(rootfs, "rootfs");
      mounts = List.copyOf(Objects.requireNonNull(mounts, "mounts"));
      copyIns = List.copyOf(Objects.requireNonNull(copyIns, "copyIns"));
      copyOuts = List.copyOf(Objects.requireNonNull(copyOuts, "copyOuts"));
      Objects.requireNonNull(tmp, "tmp");
      Objects.requireNonNull(proc, "proc");
      if (terminals < 0 || terminals > 1024) {
        throw new IllegalArgumentException("0 to 1024 pseudo-terminals, not " + terminals);
      }
    }

    /**
     * Returns whether a program can write to files of the host that outlive the room: whether there
     * is a writable bind mount or a persistent rootfs.
     */
    public boolean writesToHost() {
      return rootfs.mode() == Rootfs.Mode.PERSISTENT
          || mounts.stream()
              .anyMatch(
                  m -> m instanceof Mount.Bind bind && bind.access() == Mount.Access.READ_WRITE);
    }

    /** Returns a copy with this {@link #rootfs}. */
    public Files rootfs(Rootfs value) {
      return new Files(value, mounts, copyIns, copyOuts, layer, tmp, proc, terminals);
    }

    /** Returns a copy with these {@link #mounts}. */
    public Files mounts(List<Mount> value) {
      return new Files(rootfs, value, copyIns, copyOuts, layer, tmp, proc, terminals);
    }

    /** Returns a copy with these {@link #copyIns}. */
    public Files copyIns(List<CopyIn> value) {
      return new Files(rootfs, mounts, value, copyOuts, layer, tmp, proc, terminals);
    }

    /** Returns a copy with these {@link #copyOuts}. */
    public Files copyOuts(List<CopyOut> value) {
      return new Files(rootfs, mounts, copyIns, value, layer, tmp, proc, terminals);
    }

    /** Returns a copy with this {@link #layer}. */
    public Files layer(@Nullable DiskQuota value) {
      return new Files(rootfs, mounts, copyIns, copyOuts, value, tmp, proc, terminals);
    }

    /** Returns a copy with this {@link #tmp}. */
    public Files tmp(DiskQuota value) {
      return new Files(rootfs, mounts, copyIns, copyOuts, layer, value, proc, terminals);
    }

    /** Returns a copy with this {@link #proc}. */
    public Files proc(Proc value) {
      return new Files(rootfs, mounts, copyIns, copyOuts, layer, tmp, value, terminals);
    }

    /** Returns a copy with this {@link #terminals}. */
    public Files terminals(int value) {
      return new Files(rootfs, mounts, copyIns, copyOuts, layer, tmp, proc, value);
    }
  }

  /** The {@code /proc} of a room. */
  public enum Proc {
    /** The room's own; files that describe or configure the host are masked or read-only. */
    OWN,
    /** No {@code /proc}. */
    NONE
  }

  /**
   * The separation of the program from the host.
   *
   * @param shared namespaces of the host that the room uses
   * @param time clock offsets; null for no time namespace
   * @param network interfaces of the room's own network namespace
   * @param hostname host name inside the room
   * @param syscalls system call policy
   * @param landlock Landlock domain
   * @param label label of a Linux security module, or null for none
   * @param mitigations mitigations of side channels
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
    /** Copies the sets. */
    public Isolation {
      shared = Set.copyOf(Objects.requireNonNull(shared, "shared"));
      Objects.requireNonNull(network, "network");
      Objects.requireNonNull(hostname, "hostname");
      Objects.requireNonNull(syscalls, "syscalls");
      Objects.requireNonNull(landlock, "landlock");
      mitigations = Set.copyOf(Objects.requireNonNull(mitigations, "mitigations"));
    }

    /** Returns a copy with these {@link #shared} namespaces. */
    public Isolation shared(Set<Namespace> value) {
      return new Isolation(value, time, network, hostname, syscalls, landlock, label, mitigations);
    }

    /** Returns a copy with this {@link #time}. */
    public Isolation time(@Nullable TimeOffsets value) {
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
    public Isolation label(@Nullable SecurityLabel value) {
      return new Isolation(shared, time, network, hostname, syscalls, landlock, value, mitigations);
    }

    /** Returns a copy with these {@link #mitigations}. */
    public Isolation mitigations(Set<Mitigation> value) {
      return new Isolation(shared, time, network, hostname, syscalls, landlock, label, value);
    }
  }

  /**
   * The ids and capabilities of the program.
   *
   * @param user uid and gid inside the room
   * @param idMap mapping of ids inside to ids of the host
   * @param capabilities capabilities that the program keeps
   */
  public record Identity(User user, IdMap idMap, Set<Capability> capabilities) {
    /** Copies the set. */
    public Identity {
      Objects.requireNonNull(user, "user");
      Objects.requireNonNull(idMap, "idMap");
      capabilities = Set.copyOf(Objects.requireNonNull(capabilities, "capabilities"));
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
   * The name and place of a room on the host.
   *
   * @param name name, unique among the live rooms of the host with the same cgroup parent; null for
   *     none
   * @param cgroupParent path below each cgroup mount of the cgroup that the room's cgroups are
   *     created in; null for the default
   */
  public record Placement(@Nullable String name, @Nullable String cgroupParent) {}
}
