package io.kotha.sandbox.linux.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The number of top-level types of each package. */
public final class PackageSizes {

  private static final int MAX = 20;

  /** The package-info of a large package explains it in a sentence with these words. */
  private static final String REASON = "more than 20 types";

  private final Map<String, Integer> sizes = new TreeMap<>();

  private PackageSizes(JavaClasses all) {
    for (JavaClass type : all) {
      if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
        sizes.merge(type.getPackageName(), 1, Integer::sum);
      }
    }
  }

  /** Counts the types of each package. */
  public static PackageSizes of(JavaClasses all) {
    return new PackageSizes(all);
  }

  /** Fails on packages above 20 types whose package-info has no reason for it. */
  public void assertSmall(Set<Path> sources) {
    assertThat(violations(sources)).as("large packages without a reason").isEmpty();
  }

  /** Returns the packages above 20 types whose package-info has no reason, as text. */
  public List<String> violations(Set<Path> sources) {
    List<String> found = new ArrayList<>();
    sizes.forEach(
        (name, size) -> {
          if (size > MAX && !hasReason(name, sources)) {
            found.add(name + " has " + size + " types, and its package-info does not say why");
          }
        });
    return found;
  }

  private static boolean hasReason(String name, Set<Path> sources) {
    for (Path source : sources) {
      Path info = source.resolve(name.replace('.', '/')).resolve("package-info.java");
      try {
        if (Files.exists(info) && unfolded(Files.readString(info)).contains(REASON)) {
          return true;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return false;
  }

  private static String unfolded(String comment) {
    return comment.replaceAll("\\s*\\n \\*\\s*", " ");
  }
}
