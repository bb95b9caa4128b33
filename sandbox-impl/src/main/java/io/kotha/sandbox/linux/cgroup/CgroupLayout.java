package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The mounted cgroup hierarchies with their mount points and controllers.
 *
 * @param hierarchies the v1 hierarchies in the order of {@link Controller}, then the v2 hierarchy
 *     if there is one
 */
public record CgroupLayout(List<Hierarchy> hierarchies) {

  /** The version of cgroups that a host uses. */
  public enum Version {
    /** No usable hierarchy is mounted. */
    NONE,
    /** Only v1 hierarchies are mounted. */
    V1,
    /** Only the v2 hierarchy is mounted, or no v1 hierarchy has a controller. */
    V2,
    /** A v1 hierarchy has controllers, and the v2 hierarchy is mounted, too. */
    HYBRID
  }

  public CgroupLayout {
    hierarchies = List.copyOf(hierarchies);
  }

  /** Reads the layout of the host of this JVM. */
  public static CgroupLayout ofHost() {
    return ofProcess(PseudoFile.text("/proc/self/cgroup").orElse(""));
  }

  /**
   * Reads the layout with the groups of another process as the own ones.
   *
   * @param cgroups the text of {@code /proc/PID/cgroup}
   */
  static CgroupLayout ofProcess(String cgroups) {
    return parse(PseudoFile.text("/proc/self/mountinfo").orElse(""), cgroups, PseudoFile::text);
  }

  /**
   * Parses the layout. Pure.
   *
   * @param mountinfo the text of {@code /proc/self/mountinfo}
   * @param ownCgroups the text of {@code /proc/self/cgroup}
   * @param reader returns the text of a file; called for {@code cgroup.controllers} of the v2 mount
   */
  static CgroupLayout parse(
      String mountinfo, String ownCgroups, Function<String, Optional<String>> reader) {
    Map<String, String> own = ownPaths(ownCgroups);
    Map<Set<Controller>, Hierarchy> v1 = new LinkedHashMap<>();
    Optional<Hierarchy> v2 = Optional.empty();
    for (MountEntry mount : visible(MountEntry.parseAll(mountinfo))) {
      if (mount.type().equals("cgroup")) {
        Hierarchy found = v1(mount, own);
        if (!found.controllers().isEmpty()) {
          v1.merge(found.controllers(), found, CgroupLayout::better);
        }
      } else if (mount.type().equals("cgroup2")) {
        Hierarchy found = v2(mount, own, reader);
        v2 = Optional.of(v2.map(before -> better(before, found)).orElse(found));
      }
    }
    return new CgroupLayout(
        Stream.concat(
                v1.values().stream().sorted(Comparator.comparing(CgroupLayout::firstController)),
                v2.stream())
            .toList());
  }

  /** Returns the hierarchy that has a controller; empty if none has. */
  public Optional<Hierarchy> of(Controller controller) {
    return hierarchies.stream().filter(h -> h.controllers().contains(controller)).findFirst();
  }

  /** Returns the v2 hierarchy, with or without controllers; empty if it is not mounted. */
  public Optional<Hierarchy> unified() {
    return hierarchies.stream().filter(h -> h.kind() == GroupKind.V2).findFirst();
  }

  /** Returns the version of cgroups that this host uses. */
  public Version version() {
    boolean v1 = hierarchies.stream().anyMatch(h -> h.kind() == GroupKind.V1);
    if (unified().isEmpty()) {
      return v1 ? Version.V1 : Version.NONE;
    }
    return v1 ? Version.HYBRID : Version.V2;
  }

  private static Hierarchy v1(MountEntry mount, Map<String, String> own) {
    Set<Controller> controllers = controllers(GroupKind.V1, mount.superOptions().stream());
    String path =
        controllers.stream().map(c -> own.get(c.kernelName(GroupKind.V1))).findFirst().orElse("/");
    return new Hierarchy(GroupKind.V1, mount.mountPoint(), mount.root(), path, controllers);
  }

  private static Hierarchy v2(
      MountEntry mount, Map<String, String> own, Function<String, Optional<String>> reader) {
    String file = reader.apply(mount.mountPoint() + "/cgroup.controllers").orElse("");
    return new Hierarchy(
        GroupKind.V2,
        mount.mountPoint(),
        mount.root(),
        own.getOrDefault("", "/"),
        controllers(GroupKind.V2, Arrays.stream(file.trim().split("\\s+"))));
  }

  /** Returns the mount of one hierarchy that shows the JVM's own group, else the first mount. */
  private static Hierarchy better(Hierarchy before, Hierarchy now) {
    return before.ownDirectory().isEmpty() && now.ownDirectory().isPresent() ? now : before;
  }

  /** Returns the mounts that no later mount on the same directory covers. */
  private static List<MountEntry> visible(List<MountEntry> all) {
    Map<String, MountEntry> byMountPoint = new LinkedHashMap<>();
    all.forEach(mount -> byMountPoint.put(mount.mountPoint(), mount));
    return List.copyOf(byMountPoint.values());
  }

  private static Set<Controller> controllers(GroupKind kind, Stream<String> names) {
    return names
        .map(name -> Controller.of(kind, name))
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Controller.class)));
  }

  private static Controller firstController(Hierarchy hierarchy) {
    return hierarchy.controllers().stream().min(Comparator.naturalOrder()).orElseThrow();
  }

  /**
   * Parses lines {@code id:controllers:path} into paths by controller. The line of v2 has an empty
   * list of controllers. A path may contain colons.
   */
  private static Map<String, String> ownPaths(String ownCgroups) {
    Map<String, String> paths = new HashMap<>();
    for (String line : PseudoFile.lines(ownCgroups)) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3) {
        for (String controller : fields[1].split(",", -1)) {
          paths.put(controller, fields[2]);
        }
      }
    }
    return paths;
  }
}
