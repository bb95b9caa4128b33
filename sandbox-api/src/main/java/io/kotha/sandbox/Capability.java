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
  CHOWN(0),
  DAC_OVERRIDE(1),
  DAC_READ_SEARCH(2),
  FOWNER(3),
  FSETID(4),
  KILL(5),
  SETGID(6),
  SETUID(7),
  SETPCAP(8),
  LINUX_IMMUTABLE(9),
  NET_BIND_SERVICE(10),
  NET_BROADCAST(11),
  NET_ADMIN(12),
  NET_RAW(13),
  IPC_LOCK(14),
  IPC_OWNER(15),
  SYS_MODULE(16),
  SYS_RAWIO(17),
  SYS_CHROOT(18),
  SYS_PTRACE(19),
  SYS_PACCT(20),
  SYS_ADMIN(21),
  SYS_BOOT(22),
  SYS_NICE(23),
  SYS_RESOURCE(24),
  SYS_TIME(25),
  SYS_TTY_CONFIG(26),
  MKNOD(27),
  LEASE(28),
  AUDIT_WRITE(29),
  AUDIT_CONTROL(30),
  SETFCAP(31),
  MAC_OVERRIDE(32),
  MAC_ADMIN(33),
  SYSLOG(34),
  WAKE_ALARM(35),
  BLOCK_SUSPEND(36),
  AUDIT_READ(37),
  PERFMON(38),
  BPF(39),
  CHECKPOINT_RESTORE(40);

  private final int number;

  Capability(int number) {
    this.number = number;
  }

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
    return 1L << number;
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
