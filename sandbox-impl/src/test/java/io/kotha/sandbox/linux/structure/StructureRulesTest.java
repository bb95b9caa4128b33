package io.kotha.sandbox.linux.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Shows that the rules of the structure go red when they are broken. */
class StructureRulesTest {

  private static final String HERE = "io.kotha.sandbox.linux.structure";

  private final JavaClasses all = new ClassFileImporter().importPackages(HERE);

  @Test
  void circleBetweenClassesIsFoundWithTheLinesThatCloseIt() {
    assertThat(Circles.betweenClasses(all, c -> true).found())
        .singleElement()
        .asString()
        .startsWith("circle of 2: [" + HERE + ".circle.Left, " + HERE + ".circle.Right]")
        .contains("<" + HERE + ".circle.Right$Part>")
        .contains("<" + HERE + ".circle.Left$Part>");
  }

  @Test
  void importWithoutAnArrowIsFound() {
    assertThat(PackageGraph.below("io.kotha.sandbox.linux").violations(all))
        .contains("not in the graph: " + HERE)
        .contains("not in the graph: " + HERE + ".circle");
  }

  @Test
  void arrowWithoutAnImportIsFound() {
    PackageGraph graph =
        PackageGraph.below(HERE).allow("", "circle").allow("circle", "").allow("gone", "");
    assertThat(graph.violations(all))
        .containsExactlyInAnyOrder(
            "no class is in " + HERE + ".gone", "allowed, but not used:  → circle");
  }

  @Test
  void largePackageWithoutReasonIsFound() {
    JavaClasses api = new ClassFileImporter().importPackages("io.kotha.sandbox.linux.fixture");
    assertThat(PackageSizes.of(api).violations(Set.of(Path.of("src/main/java"))))
        .singleElement()
        .asString()
        .contains("io.kotha.sandbox.linux.fixture has");
  }
}
