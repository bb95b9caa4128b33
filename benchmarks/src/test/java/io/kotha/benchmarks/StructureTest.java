package io.kotha.benchmarks;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.kotha.sandbox.linux.structure.Circles;
import io.kotha.sandbox.linux.structure.PackageSizes;
import java.nio.file.Path;
import java.util.Set;

/** The structure of this module. */
@AnalyzeClasses(packages = "io.kotha.benchmarks", importOptions = DoNotIncludeTests.class)
class StructureTest {

  @ArchTest
  void noCircleBetweenTopLevelClasses(JavaClasses all) {
    Circles.betweenClasses(all, c -> true).assertNone();
  }

  @ArchTest
  void noCircleBetweenPackages(JavaClasses all) {
    Circles.betweenPackages(all, c -> true).assertNone();
  }

  @ArchTest
  void packagesAreSmallOrSayWhyNot(JavaClasses all) {
    PackageSizes.of(all).assertSmall(Set.of(Path.of("src/main/java")));
  }
}
