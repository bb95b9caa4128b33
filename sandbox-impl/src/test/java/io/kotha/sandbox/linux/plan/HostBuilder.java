package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.linux.plan.Host.Privilege;
import io.kotha.sandbox.linux.seccomp.Arch;
import java.util.HashMap;
import java.util.Map;

/** The facts of a host with a current kernel, of which a test changes one or two. */
public final class HostBuilder {

  /** Version 6 of Landlock has every access and every scope that Kotha uses. */
  static final int LANDLOCK = 6;

  static final int CPUS = 4;

  private final Privilege privilege;
  private final int uid;
  private final int gid;
  private final Map<Integer, Long> hardLimits = new HashMap<>();
  private int oomScoreAdj;
  private int landlock = LANDLOCK;
  private boolean messageQueues = true;
  private boolean nestingLimit = true;

  private HostBuilder(Privilege privilege, int uid, int gid) {
    this.privilege = privilege;
    this.uid = uid;
    this.gid = gid;
  }

  /** A JVM that runs as root. */
  public static HostBuilder root() {
    return new HostBuilder(Privilege.ROOT, 0, 0);
  }

  /** A JVM that runs as uid 1000 and gid 1001. */
  public static HostBuilder user() {
    return new HostBuilder(Privilege.USER, 1000, 1001);
  }

  HostBuilder hardLimit(int resource, long value) {
    hardLimits.put(resource, value);
    return this;
  }

  HostBuilder oomScoreAdj(int value) {
    oomScoreAdj = value;
    return this;
  }

  HostBuilder landlock(int version) {
    landlock = version;
    return this;
  }

  HostBuilder withoutMessageQueues() {
    messageQueues = false;
    return this;
  }

  HostBuilder withoutNestingLimit() {
    nestingLimit = false;
    return this;
  }

  /** Returns the host. */
  public Host build() {
    return new Host(
        privilege,
        uid,
        gid,
        CPUS,
        Arch.X86_64,
        hardLimits,
        oomScoreAdj,
        landlock,
        messageQueues,
        nestingLimit);
  }
}
