package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.isolation.Network;
import io.kotha.sandbox.isolation.User;
import io.kotha.sandbox.linux.plan.RoomInputs.Lifetime;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Settings that cannot be given together, or not to this user. Pure. */
final class Contradictions {

  /** Capabilities with which a program can leave a privileged file. */
  private static final List<Capability> PRIVILEGED_FILES =
      List.of(Capability.SETFCAP, Capability.FSETID, Capability.SYS_ADMIN);

  /** Without a group of its own, a program's processes could outlive it. */
  static final Missing PROGRAM_WITHOUT_GROUP =
      new Missing(
          "cgroup",
          "without a cgroup, the processes of one program cannot be told from another's",
          "give the JVM a cgroup: bin/doctor names the remedy of each cgroup feature");

  private final SandboxSpec spec;
  private final Host host;
  private final List<Missing> missing = new ArrayList<>();

  private Contradictions(SandboxSpec spec, Host host) {
    this.spec = spec;
    this.host = host;
  }

  /**
   * Refuses the description if it contradicts itself.
   *
   * @param cgroups the groups that the room would have
   * @throws UnsupportedHostException naming every contradiction, with its remedy
   */
  static void refuse(SandboxSpec spec, Host host, CgroupPlan cgroups, Lifetime lifetime)
      throws UnsupportedHostException {
    Contradictions found = new Contradictions(spec, host);
    found.ofUserNamespace();
    found.ofPidNamespace(cgroups);
    found.ofIdMap();
    found.ofCapabilities();
    found.ofNetwork();
    if (lifetime == Lifetime.UNTIL_CLOSED) {
      found.ofLiving(cgroups);
    }
    if (!found.missing.isEmpty()) {
      throw new UnsupportedHostException(found.missing);
    }
  }

  private boolean shares(Namespace namespace) {
    return spec.isolation().shared().contains(namespace);
  }

  private void refuse(String feature, String reason, String remedy) {
    missing.add(new Missing(feature, reason, remedy));
  }

  private void ofUserNamespace() {
    if (!shares(Namespace.USER)) {
      return;
    }
    if (!host.isRoot()) {
      refuse(
          "share.user",
          "without a user namespace an ordinary user cannot build a room",
          "do not share it, or run the JVM as root");
    }
    if (!spec.identity().capabilities().isEmpty()) {
      refuse(
          "share.user",
          "a kept capability would apply to the host itself",
          "keep no capability, or do not share the user namespace");
    }
    if (!(spec.identity().idMap() instanceof IdMap.Automatic)) {
      refuse(
          "share.user",
          "without a user namespace nothing is mapped: the program would be a user of the host",
          "set no id map, or do not share the user namespace");
    }
  }

  private void ofPidNamespace(CgroupPlan cgroups) {
    if (!shares(Namespace.PID)) {
      return;
    }
    if (!host.isRoot()) {
      refuse(
          "share.pid",
          "the program would have the JVM's own uid and could signal it",
          "do not share it, or run the JVM as root");
    }
    if (cgroups.groups().isEmpty()) {
      refuse(
          "share.pid",
          "without a pid namespace, only a cgroup identifies every process of the room",
          "give the JVM a cgroup: bin/doctor names the remedy of each cgroup feature");
    }
    if (spec.files().proc() == SandboxSpec.Proc.OWN) {
      refuse(
          "share.pid",
          "a /proc of the host's pid namespace would show the host's processes",
          "add withoutProc(), or do not share the pid namespace");
    }
  }

  private void ofIdMap() {
    if (!(spec.identity().idMap() instanceof IdMap.None)) {
      return;
    }
    if (!spec.identity().user().equals(User.ROOT)) {
      refuse(
          "idmap.none",
          "without a mapping the program has no id to change to",
          "set either a user or IdMap.none()");
    }
    if (host.isRoot() && spec.files().writesToHost()) {
      refuse(
          "idmap.none",
          "files keep their owners where the room can write, and the program would be root there",
          "bind read-only, use no persistent rootfs, or set another id map");
    }
  }

  private void ofCapabilities() {
    for (Capability capability : PRIVILEGED_FILES) {
      if (spec.files().writesToHost() && spec.identity().capabilities().contains(capability)) {
        refuse(
            "caps." + capability.name().toLowerCase(Locale.ROOT),
            "the room can write to files of the host, on which it could leave privileges:"
                + " SETFCAP sets file capabilities, FSETID keeps the mode of a set-user-ID file"
                + " whose content changes, and SYS_ADMIN mounts overlays that copy such files",
            "do not keep it, or bind read-only and do not use a persistent rootfs");
      }
    }
  }

  private void ofNetwork() {
    if (shares(Namespace.NET) && spec.isolation().network() == Network.LOOPBACK) {
      refuse(
          "network.loopback",
          "the host controls its own loopback interface",
          "use either loopback() or a shared network namespace");
    }
  }

  private void ofLiving(CgroupPlan cgroups) {
    if (shares(Namespace.PID)) {
      refuse(
          "share.pid",
          "a room that lives ends all its programs by its pid namespace",
          "do not share it, or start each program in a room of its own");
    }
    if (!spec.files().copyOuts().isEmpty()) {
      refuse(
          "copyOut",
          "a room that lives has no end of its program, at which files are copied out",
          "bind a directory writable, or start each program in a room of its own");
    }
    if (shares(Namespace.USER)) {
      refuse(
          "share.user",
          "the first process of a room that lives keeps capabilities, which would apply to the host",
          "do not share it, or start each program in a room of its own");
    }
    if (cgroups.groups().isEmpty()) {
      missing.add(PROGRAM_WITHOUT_GROUP);
    }
  }
}
