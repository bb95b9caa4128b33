package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.seccomp.bpf.BpfProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Renders a plan as readable text: every step in the order of the helper, in the kernel's terms.
 */
public final class PlanText {

  private final Plan plan;
  private final StringBuilder text = new StringBuilder();

  private PlanText(Plan plan) {
    this.plan = plan;
  }

  /** Returns the text, one step per line, indented below the process that performs it. */
  public static String of(Plan plan) {
    PlanText text = new PlanText(plan);
    text.zygote();
    text.init();
    text.payload();
    text.end();
    return text.text.toString();
  }

  private void zygote() {
    heading("zygote, with the JVM's privileges");
    if (plan.has(Plan.Flag.ZYGOTE_SOURCES)) {
      sources();
    }
    step(SetupStep.CLONE, 0, "clone3 " + namespaces(plan.outerNamespaces()));
    Plan.Ids ids = plan.ids();
    for (List<String> helper : List.of(ids.uidHelper(), ids.gidHelper())) {
      if (!helper.isEmpty()) {
        step(SetupStep.ID_MAP, helper == ids.uidHelper() ? 3 : 4, String.join(" ", helper));
      }
    }
    if (plan.has(Plan.Flag.DENY_SETGROUPS)) {
      step(SetupStep.ID_MAP, 0, "deny > setgroups");
    }
    maps(1, "uid_map", ids.uidMap());
    maps(2, "gid_map", ids.gidMap());
    for (int i = 0; i < plan.tree().sources().size(); i++) {
      if (plan.tree().sources().get(i).flags().contains(FileTree.SourceFlag.IDMAP)) {
        step(SetupStep.IDMAP_MOUNT, i, plan.tree().sources().get(i).path());
      }
    }
    if (!plan.oomScoreAdj().isEmpty()) {
      step(SetupStep.INIT, 12, plan.oomScoreAdj() + " > oom_score_adj");
    }
    CgroupPlan cgroups = plan.cgroups();
    each(SetupStep.CGROUP, cgroups.groups(), g -> "mkdir " + g.path());
    each(
        SetupStep.CGROUP_WRITE,
        cgroups.writes(),
        w -> w.value() + " > " + cgroups.groups().get(w.group()).path() + "/" + w.file());
  }

  private void maps(int item, String file, String map) {
    if (!map.isEmpty()) {
      step(SetupStep.ID_MAP, item, map.strip().replace("\n", ", ") + " > " + file);
    }
  }

  private void sources() {
    each(
        SetupStep.SOURCE,
        plan.tree().sources(),
        s ->
            "open_tree "
                + s.path()
                + (s.flags().contains(FileTree.SourceFlag.RECURSIVE) ? " and below" : "")
                + attributes(s.attributes()));
  }

  private void init() {
    heading("init, PID 1 of the room");
    step(
        SetupStep.INIT,
        0,
        "blocks signals, closes other descriptors, setsid, watches the zygote and dies with it");
    if (plan.has(Plan.Flag.TIME)) {
      step(SetupStep.TIME, 0, "unshare time, offsets " + plan.time());
    }
    if (plan.innerNamespaces() != 0) {
      step(SetupStep.NAMESPACE, 0, "unshare " + namespaces(plan.innerNamespaces()));
    }
    if (!plan.has(Plan.Flag.LOCK)) {
      step(SetupStep.FORK, 0, "forks the payload, which waits until the room is built");
    }
    if (!plan.has(Plan.Flag.ZYGOTE_SOURCES)) {
      sources();
    }
    step(SetupStep.INIT, 8, "becomes uid 0 and gid 0 of the room, then non-dumpable");
    if (plan.has(Plan.Flag.NO_NESTING) && !plan.has(Plan.Flag.PROC)) {
      String most = plan.has(Plan.Flag.LOCK) ? "1" : "0";
      step(SetupStep.NAMESPACE, 1, most + " > /proc/sys/user/max_user_namespaces");
      step(SetupStep.NAMESPACE, 2, "16 > /proc/sys/user/max_inotify_instances");
    }
    step(SetupStep.PROPAGATION, 0, "mount / private, recursively");
    FileTree tree = plan.tree();
    step(
        SetupStep.ROOT,
        0,
        switch (tree.rootKind()) {
          case DIRECTORY -> "the first source, unchanged";
          case TMPFS -> "tmpfs " + tree.rootOptions();
          case OVERLAY ->
              "overlay over source " + tree.rootSource() + ", tmpfs " + tree.rootOptions();
        });
    each(
        SetupStep.MOUNT,
        tree.entries(),
        e -> e.action(tree.sources()) + attributes(e.attributes(tree.sources())));
    step(SetupStep.PIVOT, 0, "pivot_root, old root detached");
    Domain domain = plan.domain();
    if (!domain.equals(Domain.NONE)) {
      step(
          SetupStep.LANDLOCK,
          0,
          "ruleset files 0x%x, ports 0x%x, scoped 0x%x"
              .formatted(domain.files(), domain.ports(), domain.scoped()));
      for (int i = 0; i < domain.rules().size(); i++) {
        Domain.Rule rule = domain.rules().get(i);
        step(SetupStep.LANDLOCK, i + 1, "%s: 0x%x".formatted(rule.describe(), rule.rights()));
      }
    }
    if (plan.has(Plan.Flag.LOCK)) {
      step(
          SetupStep.LOCK,
          1,
          "unshare " + namespaces(plan.lockedNamespaces()) + ": the mounts are locked");
    }
    if (!plan.hostname().isEmpty()) {
      step(SetupStep.HOSTNAME, 0, plan.hostname());
    }
    if (plan.has(Plan.Flag.LOOPBACK)) {
      step(SetupStep.LOOPBACK, 0, "lo up");
    }
    if (plan.has(Plan.Flag.LOCK)) {
      step(SetupStep.FORK, 0, "forks the payload");
    }
    step(SetupStep.FORK, 1, "drops every capability, tells the payload to continue, reaps");
  }

  private void payload() {
    heading("payload");
    each(SetupStep.CGROUP_ENTER, plan.cgroups().groups(), this::entry);
    if (plan.payloadNamespaces() != 0) {
      step(SetupStep.CGROUP_ENTER, 8, "unshare " + namespaces(plan.payloadNamespaces()));
    }
    step(SetupStep.SESSION, 0, "resets signals to their defaults, setsid");
    Plan.Ids ids = plan.ids();
    step(
        SetupStep.IDENTITY,
        0,
        "uid "
            + (ids.uid() == Plan.NO_ID
                ? "unchanged"
                : ids.uid() + " (on the host " + ids.hostUid() + ")")
            + ", gid "
            + (ids.gid() == Plan.NO_ID
                ? "unchanged"
                : ids.gid() + " (on the host " + ids.hostGid() + ")"));
    step(SetupStep.CAPABILITIES, 0, "kept " + capabilities() + ", securebits locked, no_new_privs");
    Hardening hardening = plan.hardening();
    if (!hardening.label().isEmpty()) {
      step(SetupStep.LABEL, 3, hardening.label() + " > /proc/" + hardening.labelFile());
    }
    for (Mitigation mitigation : hardening.inOrder()) {
      step(SetupStep.MITIGATION, Hardening.number(mitigation), "prctl " + mitigation);
    }
    if (!plan.domain().equals(Domain.NONE)) {
      step(SetupStep.LANDLOCK, plan.domain().rules().size() + 1, "enters the domain");
    }
    plan.filters().main().ifPresent(filter -> filter(SetupStep.SECCOMP, filter));
    step(SetupStep.COMMAND, 0, "waits for its command");
    step(
        SetupStep.COPY_IN,
        0,
        "copies files in, connects fds 0, 1 and 2, closes all others at execve");
    each(
        SetupStep.RLIMIT, plan.rlimits(), l -> l.name() + " = " + Long.toUnsignedString(l.value()));
    plan.filters().late().ifPresent(filter -> filter(SetupStep.SECCOMP_LATE, filter));
    step(SetupStep.EXEC, 0, "execve");
  }

  private String entry(CgroupPlan.Group group) {
    boolean born = group.kind() == CgroupPlan.GroupKind.V2 && !plan.has(Plan.Flag.LOCK);
    return (born ? "is created in " : "enters ") + group.path();
  }

  private void filter(SetupStep step, BpfProgram filter) {
    step(step, 0, filter.length() + " instructions");
    filter.toString().lines().forEach(line -> text.append("    ").append(line).append('\n'));
  }

  private void end() {
    heading("while it runs");
    Plan.Clocks clocks = plan.clocks();
    limit("wall time", clocks.wallNanos());
    limit("CPU time", clocks.cpuNanos());
    limit("idle time", clocks.idleNanos());
    limit("grace", clocks.graceNanos());
    for (CgroupPlan.Counter counter : plan.cgroups().counters()) {
      text.append("  counts ")
          .append(counter.kind())
          .append(" by ")
          .append(counter.file())
          .append(counter.key().isEmpty() ? "" : " " + counter.key())
          .append('\n');
    }
  }

  private void limit(String name, long nanos) {
    if (nanos != 0) {
      text.append("  ").append(name).append(' ').append(nanos / 1_000_000.0).append(" ms\n");
    }
  }

  // ---- formatting ----

  private interface Description<T> {
    String of(T entry);
  }

  private <T> void each(SetupStep step, List<T> entries, Description<T> description) {
    for (int i = 0; i < entries.size(); i++) {
      step(step, i, description.of(entries.get(i)));
    }
  }

  private void heading(String process) {
    text.append(process).append('\n');
  }

  private void step(SetupStep step, int item, String action) {
    text.append("  %s[%d] %s%n".formatted(step, item, action));
  }

  private static String attributes(int attributes) {
    StringJoiner words = new StringJoiner(",", " (", ")").setEmptyValue("");
    String[] names = {"ro", "nosuid", "nodev", "noexec"};
    for (int i = 0; i < names.length; i++) {
      if ((attributes & 1 << i) != 0) {
        words.add(names[i]);
      }
    }
    return words.toString();
  }

  private static String namespaces(int flags) {
    List<String> names = new ArrayList<>();
    for (Namespace namespace : Namespace.values()) {
      if ((flags & Namespaces.flag(namespace)) != 0) {
        names.add(namespace.procName());
      }
    }
    return names.isEmpty() ? "nothing new" : String.join(" ", names);
  }

  private String capabilities() {
    List<String> names = new ArrayList<>();
    for (Capability capability : Capability.values()) {
      if ((plan.capabilities() & capability.bit()) != 0) {
        names.add(capability.name());
      }
    }
    return names.isEmpty() ? "none" : String.join(" ", names);
  }
}
