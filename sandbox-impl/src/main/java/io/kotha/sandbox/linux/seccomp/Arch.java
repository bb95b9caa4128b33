package io.kotha.sandbox.linux.seccomp;

import java.util.Optional;

/** A machine that programs are compiled for. Both are 64-bit and little-endian. */
public enum Arch {
  /** {@code AUDIT_ARCH_X86_64}. */
  X86_64(0xc000_003e, "amd64", "syscalls-x86_64.tsv"),

  /** {@code AUDIT_ARCH_AARCH64}. */
  AARCH64(0xc000_00b7, "aarch64", "syscalls-aarch64.tsv");

  /** Set in the number of a call through the x32 ABI, which has the architecture of x86_64. */
  static final int X32_BIT = 0x4000_0000;

  private final int auditArch;
  private final String osArch;

  @SuppressWarnings("ImmutableEnumChecker") // nothing changes a table once it is loaded
  private final SyscallTable table;

  Arch(int auditArch, String osArch, String resource) {
    this.auditArch = auditArch;
    this.osArch = osArch;
    this.table = SyscallTable.load(resource);
  }

  /**
   * The architecture that Java calls by this name.
   *
   * @param osArch the system property {@code os.arch}
   */
  public static Optional<Arch> of(String osArch) {
    for (Arch arch : values()) {
      if (arch.osArch.equals(osArch)) {
        return Optional.of(arch);
      }
    }
    return Optional.empty();
  }

  /** What {@code seccomp_data.arch} holds for a native call: {@code AUDIT_ARCH_*}. */
  public int auditArch() {
    return auditArch;
  }

  /** Its system calls. */
  public SyscallTable table() {
    return table;
  }
}
