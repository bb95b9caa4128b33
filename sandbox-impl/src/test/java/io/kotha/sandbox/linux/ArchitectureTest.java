package io.kotha.sandbox.linux;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.kotha.sandbox.linux.structure.Circles;
import io.kotha.sandbox.linux.structure.PackageGraph;
import io.kotha.sandbox.linux.structure.PackageSizes;
import java.nio.file.Path;
import java.util.Set;

/**
 * The structure of the API and of the provider, as docs/architecture.md draws it. Every rule fails
 * when nothing matches it, so that a renamed package cannot switch one off.
 */
@AnalyzeClasses(packages = "io.kotha.sandbox", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String BASE = "io.kotha.sandbox.linux";

  /** Packages that decide: same input, same output, on any operating system. */
  private static final String[] PURE = {
    BASE + ".plan..", BASE + ".wire..", BASE + ".seccomp..", BASE + ".elf.."
  };

  private static final DescribedPredicate<JavaClass> PROVIDER = resideInAPackage(BASE + "..");

  private static final DescribedPredicate<JavaClass> API =
      resideInAPackage("io.kotha.sandbox..").and(not(PROVIDER)).as("classes of the API");

  /**
   * The imports between the packages of the provider. Each package is named, with all that it
   * imports, so a new package or a new import fails until it is drawn here and in the document.
   */
  private static final PackageGraph IMPORTS =
      PackageGraph.below(BASE)
          .allow("", "pool process room observe files stdio notify cgroup ids host zygote")
          .allow("", "proc wire plan plan.cgroup seccomp sys")
          .allow("pool", "process room plan")
          .allow("process", "room observe stdio cgroup.live host proc plan plan.cgroup sys")
          .allow("room", "observe files stdio verdict notify cgroup ids host proc zygote")
          .allow("room", "wire plan plan.cgroup seccomp sys")
          .allow("observe", "sys")
          .allow("files", "elf plan sys")
          .allow("stdio", "files plan sys")
          .allow("notify", "verdict seccomp sys")
          .allow("verdict", "host wire plan plan.cgroup sys")
          .allow("zygote", "wire plan sys")
          .allow("cgroup.live", "cgroup plan.cgroup sys")
          .allow("cgroup", "proc plan.cgroup sys")
          .allow("ids", "sys")
          .allow("proc", "sys")
          .allow("host", "plan seccomp sys")
          .allow("wire", "plan plan.cgroup seccomp.bpf")
          .allow("plan", "plan.cgroup seccomp seccomp.bpf")
          .allow("plan.cgroup", "")
          .allow("seccomp", "seccomp.bpf")
          .allow("seccomp.bpf", "")
          .allow("elf", "")
          .allow("sys", "");

  @ArchTest
  void packagesImportOnlyWhatThePictureShows(JavaClasses all) {
    IMPORTS.check(all);
  }

  @ArchTest
  void noCircleBetweenPackagesOfTheProvider(JavaClasses all) {
    Circles.betweenPackages(all, c -> c.getPackageName().startsWith(BASE)).assertNone();
  }

  /** Covers the API and the provider across packages, including the API and its spi. */
  @ArchTest
  void noCircleBetweenTopLevelClasses(JavaClasses all) {
    Circles.betweenClasses(all, c -> true).assertNone();
  }

  @ArchTest
  void packagesAreSmallOrSayWhyNot(JavaClasses all) {
    PackageSizes.of(all)
        .assertSmall(Set.of(Path.of("src/main/java"), Path.of("../sandbox-api/src/main/java")));
  }

  @ArchTest
  static final ArchRule nothingOutsideUsesTheProvider =
      classes().that(PROVIDER).should().onlyHaveDependentClassesThat(PROVIDER);

  @ArchTest
  static final ArchRule theApiNeedsNothingButTheJdk =
      classes()
          .that(API)
          .should()
          .onlyDependOnClassesThat(
              API.or(resideInAnyPackage("java..", "org.jspecify.annotations..")));

  @ArchTest
  static final ArchRule purePackagesDoNotTouchTheHost =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      BASE + ".sys..",
                      "jnr..",
                      "com.kenai.jffi..",
                      "java.nio.channels..",
                      "java.net..",
                      "java.util.concurrent.locks..",
                      "org.slf4j..")
                  .or(
                      describe(
                          "reach files, processes or threads",
                          c ->
                              Set.of(
                                      "java.nio.file.Files",
                                      "java.io.File",
                                      "java.io.RandomAccessFile",
                                      "java.io.FileInputStream",
                                      "java.io.FileOutputStream",
                                      "java.io.FileReader",
                                      "java.io.FileWriter",
                                      "java.lang.ProcessBuilder",
                                      "java.lang.Runtime",
                                      "java.lang.Thread")
                                  .contains(c.getFullName()))));

  @ArchTest
  static final ArchRule purePackagesReadNeitherTimeNorEnvironment =
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
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule onlySysKnowsJnr =
      noClasses()
          .that(resideInAPackage("io.kotha..").and(not(resideInAPackage(BASE + ".sys.."))))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jnr..", "com.kenai.jffi..");

  /** The JDK reads one byte of a sysctl; see PseudoFile. The helper's binary is a regular file. */
  @ArchTest
  static final ArchRule pseudoFilesAreReadInOneWay =
      noClasses()
          .that(PROVIDER)
          .and()
          .doNotHaveFullyQualifiedName(BASE + ".zygote.HelperBinary")
          .should()
          .callMethod(java.nio.file.Files.class, "readString", Path.class)
          .orShould()
          .callMethod(java.nio.file.Files.class, "readAllBytes", Path.class)
          .orShould()
          .callMethod(java.nio.file.Files.class, "readAllLines", Path.class)
          .orShould()
          .callMethod(java.nio.file.Files.class, "lines", Path.class);

  /** {@link String#lines} also splits at a carriage return, which the kernel does not escape. */
  @ArchTest
  static final ArchRule textOfTheKernelIsSplitInOneWay =
      noClasses()
          .that(PROVIDER)
          .and()
          .resideOutsideOfPackages(PURE) // they read no file of the kernel
          .and()
          .resideOutsideOfPackage(BASE + ".ids..") // the kernel's id maps have digits only
          .should()
          .callMethod(String.class, "lines");

  @ArchTest
  static final ArchRule nothingStartsAProgramThroughTheJdk =
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
          .because("no step of a room runs a shell command");

  @ArchTest
  static final ArchRule staticStateIsFinal =
      noFields()
          .that()
          .areStatic()
          .and()
          .areNotFinal()
          .should()
          .beDeclaredInClassesThat()
          .resideInAPackage("io.kotha..")
          .allowEmptyShould(true); // The rule holds when no such field exists.
}
