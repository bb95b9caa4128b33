package io.kotha.sandbox.linux;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The walls between the packages, as docs/architecture.md draws them.
 *
 * <pre>
 * LinuxSandboxProvider → LinuxSandboxProcess, RoomPool → Room → zygote → wire → plan → seccomp → API
 *                                                          └→ cgroup       └→ host
 * </pre>
 */
@AnalyzeClasses(packages = "io.kotha.sandbox", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String BASE = "io.kotha.sandbox.linux";

  /** The packages that decide: same input, same output, on any operating system. */
  private static final String[] PURE = {
    BASE + ".plan..", BASE + ".wire..", BASE + ".seccomp..", BASE + ".elf.."
  };

  private static final DescribedPredicate<JavaClass> API =
      resideInAnyPackage("io.kotha.sandbox", "io.kotha.sandbox.spi");

  @ArchTest
  static final ArchRule importsRunOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("provider")
          .definedBy(BASE)
          .layer("zygote")
          .definedBy(BASE + ".zygote..")
          .layer("cgroup")
          .definedBy(BASE + ".cgroup..")
          .layer("wire")
          .definedBy(BASE + ".wire..")
          .layer("plan")
          .definedBy(BASE + ".plan..")
          .layer("host")
          .definedBy(BASE + ".host..")
          .layer("seccomp")
          .definedBy(BASE + ".seccomp..")
          .layer("elf")
          .definedBy(BASE + ".elf..")
          .layer("oci")
          .definedBy(BASE + ".oci..")
          .whereLayer("provider")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("zygote")
          .mayOnlyBeAccessedByLayers("provider")
          .whereLayer("cgroup")
          .mayOnlyBeAccessedByLayers("provider")
          .whereLayer("wire")
          .mayOnlyBeAccessedByLayers("provider", "zygote")
          .whereLayer("plan")
          .mayOnlyBeAccessedByLayers("provider", "zygote", "wire", "cgroup")
          .whereLayer("host")
          .mayOnlyBeAccessedByLayers("provider", "zygote", "cgroup", "plan", "oci")
          .whereLayer("seccomp")
          .mayOnlyBeAccessedByLayers("provider", "wire", "plan")
          .whereLayer("elf")
          .mayOnlyBeAccessedByLayers("provider", "plan", "oci")
          .whereLayer("oci")
          .mayOnlyBeAccessedByLayers("provider")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule noCircleBetweenPackages =
      slices().matching(BASE + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothingOutsideUsesTheProvider =
      classes()
          .that()
          .resideInAPackage(BASE + "..")
          .should()
          .onlyHaveDependentClassesThat(resideInAPackage(BASE + ".."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theApiDoesNotKnowItsProvider =
      noClasses()
          .that(API)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BASE + "..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theApiNeedsNothingButTheJdk =
      classes()
          .that(API)
          .should()
          .onlyDependOnClassesThat(
              API.or(resideInAnyPackage("java..", "org.jspecify.annotations..")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule purePackagesMakeNoSystemCall =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "jnr..",
                      "com.kenai.jffi..",
                      "java.nio.channels..",
                      "java.net..",
                      "java.util.concurrent.locks..",
                      "org.slf4j..")
                  .or(
                      DescribedPredicate.describe(
                          "are doors to the host",
                          c ->
                              c.getFullName().equals("java.nio.file.Files")
                                  || c.getFullName().equals("java.io.File")
                                  || c.getFullName().equals("java.io.RandomAccessFile")
                                  || c.getFullName().startsWith("java.io.FileInput")
                                  || c.getFullName().startsWith("java.io.FileOutput")
                                  || c.getFullName().equals("java.lang.ProcessBuilder")
                                  || c.getFullName().equals("java.lang.Runtime")
                                  || c.getFullName().equals("java.lang.Thread"))))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule purePackagesDoNotAskForTheTimeOrTheSurroundings =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(System.class, "getProperty", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class, String.class)
          .orShould()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheZygotePackageKnowsJnr =
      noClasses()
          .that(resideInAPackage("io.kotha..").and(not(resideInAPackage(BASE + ".zygote.."))))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jnr..", "com.kenai.jffi..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothingStartsAProgramTheJdksWay =
      noClasses()
          .that()
          .resideInAPackage("io.kotha..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder")
          .orShould()
          .callMethod(Runtime.class, "exec", String[].class)
          .orShould()
          .callMethod(Runtime.class, "exec", String.class)
          .because("no step of a room shells out")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule noStaticStateThatChanges =
      noFields()
          .that()
          .areStatic()
          .and()
          .areNotFinal()
          .should()
          .beDeclaredInClassesThat()
          .resideInAPackage("io.kotha..")
          .allowEmptyShould(true);
}
