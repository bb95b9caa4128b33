package io.kotha.sandbox.linux.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Circles of dependencies: groups of nodes of which each reaches every other. A nested class counts
 * as its top-level class.
 */
public final class Circles {

  /** The dependencies of each node, each with one line of code that makes it. */
  private final Map<String, Map<String, String>> graph = new TreeMap<>();

  private final Map<String, Integer> index = new HashMap<>();
  private final Map<String, Integer> low = new HashMap<>();
  private final Deque<String> stack = new ArrayDeque<>();
  private final Set<String> onStack = new HashSet<>();
  private final List<Set<String>> found = new ArrayList<>();

  private Circles(
      JavaClasses all, Predicate<JavaClass> included, Function<JavaClass, String> node) {
    for (JavaClass from : all) {
      if (!included.test(from)) {
        continue;
      }
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        if (all.contain(to.getName()) && included.test(to)) {
          String source = node.apply(from);
          String target = node.apply(to);
          if (!source.equals(target)) {
            graph
                .computeIfAbsent(source, name -> new LinkedHashMap<>())
                .putIfAbsent(target, dependency.getDescription());
          }
        }
      }
    }
    for (String name : graph.keySet()) {
      if (!index.containsKey(name)) {
        visit(name);
      }
    }
  }

  /** Finds the circles between top-level classes. */
  public static Circles betweenClasses(JavaClasses all, Predicate<JavaClass> included) {
    return new Circles(all, included, Circles::topLevel);
  }

  /** Finds the circles between packages. */
  public static Circles betweenPackages(JavaClasses all, Predicate<JavaClass> included) {
    return new Circles(all, included, JavaClass::getPackageName);
  }

  private static String topLevel(JavaClass type) {
    int nested = type.getName().indexOf('$');
    return nested < 0 ? type.getName() : type.getName().substring(0, nested);
  }

  /** Tarjan's algorithm for strongly connected components. */
  private void visit(String node) {
    index.put(node, index.size());
    low.put(node, index.get(node));
    stack.push(node);
    onStack.add(node);
    for (String next : graph.getOrDefault(node, Map.of()).keySet()) {
      if (!index.containsKey(next)) {
        visit(next);
        low.merge(node, low.get(next), Math::min);
      } else if (onStack.contains(next)) {
        low.merge(node, index.get(next), Math::min);
      }
    }
    if (low.get(node).equals(index.get(node))) {
      Set<String> component = new TreeSet<>();
      String member;
      do {
        member = stack.pop();
        onStack.remove(member);
        component.add(member);
      } while (!member.equals(node));
      if (component.size() > 1) {
        found.add(component);
      }
    }
  }

  /** Returns each circle as text: its members, and a line of code for each dependency in it. */
  public List<String> found() {
    List<String> texts = new ArrayList<>();
    for (Set<String> circle : found) {
      StringBuilder text = new StringBuilder("circle of " + circle.size() + ": " + circle);
      for (String from : circle) {
        graph
            .get(from)
            .forEach(
                (to, line) -> {
                  if (circle.contains(to)) {
                    text.append("\n  ").append(line);
                  }
                });
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Fails with every circle and the lines of code that close it. */
  public void assertNone() {
    assertThat(graph).as("dependencies looked at").isNotEmpty();
    assertThat(found()).as("circles").isEmpty();
  }
}
