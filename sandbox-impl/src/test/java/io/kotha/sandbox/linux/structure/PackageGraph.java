package io.kotha.sandbox.linux.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The allowed imports between the packages below one package, each by its short name. */
public final class PackageGraph {

  private final String base;
  private final Map<String, Set<String>> allowed = new TreeMap<>();

  private PackageGraph(String base) {
    this.base = base;
  }

  /** Returns a graph without packages. */
  public static PackageGraph below(String base) {
    return new PackageGraph(base);
  }

  /**
   * Adds a package and what it may import.
   *
   * @param from the short name; empty for the package itself
   * @param to short names, separated by blanks
   */
  public PackageGraph allow(String from, String to) {
    Set<String> targets = allowed.computeIfAbsent(from, name -> new TreeSet<>());
    for (String target : to.split(" ")) {
      if (!target.isEmpty()) {
        targets.add(target);
      }
    }
    return this;
  }

  /**
   * Fails on an import that is not allowed, one that is allowed and unused, and a missing package.
   */
  public void check(JavaClasses all) {
    assertThat(violations(all)).as("imports between packages below " + base).isEmpty();
  }

  /** Returns every difference between the graph and the classes, as text. */
  public List<String> violations(JavaClasses all) {
    List<String> found = new ArrayList<>();
    Map<String, Set<String>> actual = new TreeMap<>();
    for (JavaClass type : all) {
      if (!isBelow(type)) {
        continue;
      }
      Set<String> targets = actual.computeIfAbsent(shortName(type), name -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (isBelow(target) && !shortName(target).equals(shortName(type))) {
          String to = shortName(target);
          if (targets.add(to) && !allowed.getOrDefault(shortName(type), Set.of()).contains(to)) {
            found.add("not allowed: " + dependency.getDescription());
          }
        }
      }
    }
    allowed.forEach(
        (from, targets) -> {
          if (!actual.containsKey(from)) {
            found.add("no class is in " + base + "." + from);
          }
          for (String target : targets) {
            if (!actual.getOrDefault(from, Set.of()).contains(target)) {
              found.add("allowed, but not used: " + from + " → " + target);
            }
          }
        });
    for (String name : actual.keySet()) {
      if (!allowed.containsKey(name)) {
        found.add("not in the graph: " + base + "." + name);
      }
    }
    return found;
  }

  private boolean isBelow(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(base) || name.startsWith(base + ".");
  }

  private String shortName(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(base) ? "" : name.substring(base.length() + 1);
  }
}
