package io.kotha.sandbox.linux.host;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.linux.sys.PseudoFile;
import io.kotha.sandbox.stats.HostReport.Feature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** Inspects which features this host has. For each missing feature it gives a remedy. */
public final class HostInspector {

  private static final int NEEDED_MAJOR = 5;
  private static final int NEEDED_MINOR = 14;

  private final Function<String, Optional<String>> text;
  private final Predicate<String> exists;
  private final IntSupplier landlockAbi;
  private final IntSupplier coreScheduling;
  private final List<Feature> features = new ArrayList<>();

  HostInspector(
      Function<String, Optional<String>> text,
      Predicate<String> exists,
      IntSupplier landlockAbi,
      IntSupplier coreScheduling) {
    this.text = text;
    this.exists = exists;
    this.landlockAbi = landlockAbi;
    this.coreScheduling = coreScheduling;
  }

  /**
   * Inspects the host of this JVM.
   *
   * @param landlockAbi returns the version from {@code landlock_create_ruleset(2)}, or -errno
   * @param coreScheduling returns the result of {@code PR_SCHED_CORE_GET}, or -errno
   */
  public static List<Feature> ofHost(IntSupplier landlockAbi, IntSupplier coreScheduling) {
    return new HostInspector(
            PseudoFile::text, path -> Files.exists(Path.of(path)), landlockAbi, coreScheduling)
        .inspect();
  }

  List<Feature> inspect() {
    kernel();
    for (Namespace namespace : Namespace.values()) {
      namespace(namespace);
    }
    seccomp();
    landlock();
    modules();
    mitigations();
    overlay();
    ranges();
    proc();
    return List.copyOf(features);
  }

  private void kernel() {
    String release = line("/proc/sys/kernel/osrelease");
    String[] parts = release.split("[.-]", 3);
    boolean enough = false;
    if (parts.length >= 2 && parts[0].matches("\\d+") && parts[1].matches("\\d+")) {
      int major = Integer.parseInt(parts[0]);
      int minor = Integer.parseInt(parts[1]);
      enough = major > NEEDED_MAJOR || (major == NEEDED_MAJOR && minor >= NEEDED_MINOR);
    }
    add("kernel", enough, "Linux " + release, "Linux 5.14 or later");
  }

  private void namespace(Namespace namespace) {
    String name = "namespace." + namespace.procName();
    if (!exists.test("/proc/self/ns/" + namespace.procName())) {
      add(name, false, "this kernel does not support it", "a kernel with this type of namespace");
      return;
    }
    String max = line("/proc/sys/user/max_" + namespace.procName() + "_namespaces");
    if (max.equals("0")) {
      add(
          name,
          false,
          "user.max_" + namespace.procName() + "_namespaces is 0",
          "sysctl -w user.max_" + namespace.procName() + "_namespaces=10000");
      return;
    }
    if (namespace == Namespace.USER && userNamespacesAreForbidden(name)) {
      return;
    }
    add(name, true, max.isEmpty() ? "" : "at most " + max, "");
  }

  private boolean userNamespacesAreForbidden(String name) {
    boolean root = uid() == 0;
    if (!root && line("/proc/sys/kernel/unprivileged_userns_clone").equals("0")) {
      String sysctl = "kernel.unprivileged_userns_clone";
      add(name, false, sysctl + " is 0", "sysctl -w " + sysctl + "=1");
      return true;
    }
    String apparmor = "kernel.apparmor_restrict_unprivileged_userns";
    if (!root && line("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").equals("1")) {
      add(
          name,
          false,
          apparmor + " is 1",
          "an AppArmor profile with `userns,` for an installed helper"
              + " (-Dio.kotha.helper.path), or sysctl -w "
              + apparmor
              + "=0");
      return true;
    }
    return false;
  }

  private int uid() {
    for (String line : lines("/proc/self/status")) {
      if (line.startsWith("Uid:\t")) {
        return Integer.parseInt(line.split("\t", -1)[2]); // real, effective, saved, file system
      }
    }
    return -1;
  }

  private void seccomp() {
    String actions = line("/proc/sys/kernel/seccomp/actions_avail");
    add("seccomp", !actions.isEmpty(), actions, "a kernel with CONFIG_SECCOMP_FILTER");
    add(
        "seccomp.notify",
        actions.contains("user_notif"),
        "the verdict can name a fatal system call",
        "Linux 5.0 or later");
  }

  private void landlock() {
    int abi = landlockAbi.getAsInt();
    add(
        "landlock",
        abi > 0,
        abi > 0 ? "version " + abi : "not compiled in or not enabled",
        "Linux 5.13 or later with lsm=landlock,… on the kernel's command line");
    add("landlock.net", abi >= 4, "rules for TCP ports", "Linux 6.7 or later, with Landlock");
    add(
        "landlock.scope",
        abi >= 6,
        "no signals to processes outside",
        "Linux 6.12 or later, with Landlock");
  }

  private void modules() {
    String active = line("/sys/kernel/security/lsm");
    for (String name : new String[] {"apparmor", "selinux"}) {
      boolean on =
          ("," + active + ",").contains("," + name + ",")
              || exists.test(
                  name.equals("apparmor") ? "/sys/kernel/security/apparmor" : "/sys/fs/selinux");
      add(name, on, on ? "active" : "not active", "a kernel that is booted with " + name);
    }
  }

  private void mitigations() {
    speculation("speculation.store-bypass", "Speculation_Store_Bypass:");
    speculation("speculation.indirect-branch", "SpeculationIndirectBranch:");
    boolean cores = coreScheduling.getAsInt() >= 0;
    add(
        "core.scheduling",
        cores,
        cores ? "" : "no CONFIG_SCHED_CORE, or one thread per core",
        "a kernel with CONFIG_SCHED_CORE, on a processor with simultaneous multithreading");
  }

  /**
   * Adds a speculation mitigation, which is missing if {@code prctl(2)} cannot switch it on for one
   * program. {@code /proc/self/status} tells its state.
   */
  private void speculation(String name, String key) {
    String state =
        lines("/proc/self/status").stream()
            .filter(line -> line.startsWith(key))
            .map(line -> line.substring(key.length()).trim())
            .findFirst()
            .orElse("unknown");
    boolean fixed =
        List.of("vulnerable", "always enabled", "unknown", "unsupported").contains(state);
    add(
        name,
        !fixed,
        state,
        "a kernel that is booted without mitigations=off, on a processor that it supports");
  }

  private void overlay() {
    boolean there = text.apply("/proc/filesystems").orElse("").contains("\toverlay\n");
    add(
        "overlay",
        there,
        there ? "writable roots, and roots without all mount points" : "no overlay file system",
        "modprobe overlay");
  }

  private void ranges() {
    boolean helpers = exists.test("/usr/bin/newuidmap") && exists.test("/usr/bin/newgidmap");
    String user = System.getProperty("user.name", "");
    boolean root = uid() == 0;
    boolean entry = hasEntry("/etc/subuid", user) && hasEntry("/etc/subgid", user);
    add(
        "idmap.ranges",
        root || (helpers && entry),
        root
            ? "written directly"
            : helpers ? entry ? "by newuidmap" : "no entry for " + user : "no newuidmap",
        helpers
            ? "usermod --add-subuids 100000-165535 --add-subgids 100000-165535 " + user
            : "apt-get install uidmap");
  }

  private boolean hasEntry(String file, String user) {
    return lines(file).stream()
        .anyMatch(line -> line.startsWith(user + ":") || line.startsWith(uid() + ":"));
  }

  /**
   * The kernel lets a user namespace mount procfs only if a procfs without covering mounts is
   * visible in the mount namespace ({@code mount_too_revealing} in fs/namespace.c).
   */
  private void proc() {
    long covered =
        lines("/proc/self/mountinfo").stream()
            .map(line -> line.split(" ", -1))
            .filter(words -> words.length > 4 && words[4].startsWith("/proc/"))
            .filter(words -> !words[4].equals("/proc/sys/fs/binfmt_misc"))
            .count();
    add(
        "proc",
        covered == 0,
        covered == 0 ? "not masked" : covered + " mounts cover parts of /proc",
        "in a container: run it with an unmasked /proc"
            + " (docker: --security-opt systempaths=unconfined)");
  }

  private List<String> lines(String path) {
    return PseudoFile.lines(text.apply(path).orElse(""));
  }

  private String line(String path) {
    return text.apply(path).orElse("").trim();
  }

  private void add(String name, boolean available, String detail, String remedy) {
    features.add(new Feature(name, available, detail, available ? "" : remedy));
  }
}
