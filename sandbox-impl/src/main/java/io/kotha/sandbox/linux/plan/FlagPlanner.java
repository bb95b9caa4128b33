package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.isolation.Network;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.EnumSet;
import java.util.Set;

/** Plans the optional actions of the helper. */
final class FlagPlanner {

  private FlagPlanner() {}

  /** Returns the flags that follow from the description. */
  static Set<Plan.Flag> plan(SandboxSpec spec, Host host) {
    Set<Plan.Flag> flags = EnumSet.noneOf(Plan.Flag.class);
    if (host.isRoot()) {
      flags.add(Plan.Flag.ZYGOTE_SOURCES);
    }
    if (IdPlanner.hasSingleId(spec, host)) {
      flags.add(Plan.Flag.DENY_SETGROUPS);
    }
    if (!spec.files().copyOuts().isEmpty()) {
      flags.add(Plan.Flag.HAND_ROOT);
    }
    if (spec.isolation().network() == Network.LOOPBACK) {
      flags.add(Plan.Flag.LOOPBACK);
    }
    if (spec.isolation().time() != null) {
      flags.add(Plan.Flag.TIME);
    }
    if (spec.files().proc() == SandboxSpec.Proc.OWN) {
      flags.add(Plan.Flag.PROC);
    }
    if (IdPlanner.needsLock(spec, host)) {
      flags.add(Plan.Flag.LOCK);
    }
    // A payload that keeps SYS_ADMIN gains nothing from nesting, and may itself create rooms.
    if (host.nestingLimit()
        && !spec.isolation().shared().contains(Namespace.USER)
        && !spec.identity().capabilities().contains(Capability.SYS_ADMIN)) {
      flags.add(Plan.Flag.NO_NESTING);
    }
    return flags;
  }

  /** Returns the flags that follow from the seccomp programs. */
  static Set<Plan.Flag> of(Filters filters) {
    Set<Plan.Flag> flags = EnumSet.noneOf(Plan.Flag.class);
    switch (filters.listener()) {
      case NONE -> {}
      case MAIN -> flags.add(Plan.Flag.NOTIFY);
      case LATE -> flags.add(Plan.Flag.SUPERVISED);
    }
    if (filters.keyrings()) {
      flags.add(Plan.Flag.KEYRING);
    }
    return flags;
  }
}
