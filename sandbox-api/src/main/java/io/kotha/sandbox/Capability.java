package io.kotha.sandbox;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The Linux capabilities ({@code capabilities(7)}), in the order of the kernel's numbers: the
 * ordinal is {@code CAP_*} of {@code linux/capability.h}.
 *
 * <p>A program in a room has none by default. Those that {@link Sandbox#keepCaps} grants apply to
 * the room's own namespaces only.
 */
public enum Capability {
  CHOWN,
  DAC_OVERRIDE,
  DAC_READ_SEARCH,
  FOWNER,
  FSETID,
  KILL,
  SETGID,
  SETUID,
  SETPCAP,
  LINUX_IMMUTABLE,
  NET_BIND_SERVICE,
  NET_BROADCAST,
  NET_ADMIN,
  NET_RAW,
  IPC_LOCK,
  IPC_OWNER,
  SYS_MODULE,
  SYS_RAWIO,
  SYS_CHROOT,
  SYS_PTRACE,
  SYS_PACCT,
  SYS_ADMIN,
  SYS_BOOT,
  SYS_NICE,
  SYS_RESOURCE,
  SYS_TIME,
  SYS_TTY_CONFIG,
  MKNOD,
  LEASE,
  AUDIT_WRITE,
  AUDIT_CONTROL,
  SETFCAP,
  MAC_OVERRIDE,
  MAC_ADMIN,
  SYSLOG,
  WAKE_ALARM,
  BLOCK_SUSPEND,
  AUDIT_READ,
  PERFMON,
  BPF,
  CHECKPOINT_RESTORE;

  /** The fourteen capabilities that Docker grants to a container by default. */
  public static final Set<Capability> DOCKER_DEFAULT =
      Collections.unmodifiableSet(
          EnumSet.of(
              CHOWN,
              DAC_OVERRIDE,
              FSETID,
              FOWNER,
              MKNOD,
              NET_RAW,
              SETGID,
              SETUID,
              SETFCAP,
              SETPCAP,
              NET_BIND_SERVICE,
              SYS_CHROOT,
              KILL,
              AUDIT_WRITE));

  /** Returns the bit of this capability in the masks of {@code /proc/PID/status}. */
  public long bit() {
    return 1L << ordinal();
  }

  /** Returns the mask of a set, which {@code /proc/PID/status} prints in hexadecimal. */
  public static long mask(Iterable<Capability> capabilities) {
    Objects.requireNonNull(capabilities, "capabilities");
    long mask = 0;
    for (Capability capability : capabilities) {
      mask |= capability.bit();
    }
    return mask;
  }

  /**
   * Parses a name such as {@code net_raw}, {@code NET_RAW} or {@code CAP_NET_RAW}.
   *
   * @throws IllegalArgumentException if no capability has that name
   */
  public static Capability parse(String name) {
    Objects.requireNonNull(name, "name");
    String plain = name.trim().toUpperCase(Locale.ROOT);
    try {
      return valueOf(plain.startsWith("CAP_") ? plain.substring(4) : plain);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no capability is named \"" + name + "\"", e);
    }
  }
}
