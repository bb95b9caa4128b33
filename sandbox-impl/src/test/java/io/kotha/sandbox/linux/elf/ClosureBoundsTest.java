package io.kotha.sandbox.linux.elf;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The depth of scripts and links, and the less common search paths. */
class ClosureBoundsTest {

  private static final int KERNEL_LINKS = 40;
  private static final int KERNEL_SCRIPTS = 5;

  private final MemoryFiles files = new MemoryFiles();

  private Set<Path> closure(String program) throws IOException {
    return ElfClosure.of(List.of(Path.of(program)), files).stream()
        .map(ClosureEntry::path)
        .collect(Collectors.toSet());
  }

  /** Makes scripts {@code PREFIX1} to {@code PREFIXn}, each of which runs the next. */
  private void scripts(String prefix, int count, String shebang) {
    for (int i = 1; i <= count; i++) {
      String next = i == count ? "/bin/program" : prefix + (i + 1);
      files.file(prefix + i, "#!" + shebang + next + "\n");
    }
  }

  @Test
  void scriptsAreFollowedAsDeepAsTheKernelFollowsThem() throws IOException {
    files.file("/bin/program", ElfImage.x86());
    scripts("/s/good", KERNEL_SCRIPTS, "");
    scripts("/s/deep", KERNEL_SCRIPTS + 1, "");

    assertThat(closure("/s/good1")).contains(Path.of("/s/good5"), Path.of("/bin/program"));
    assertThatThrownBy(() -> closure("/s/deep1"))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageStartingWith("/s/deep6: ");
  }

  @Test
  void scriptsOfEnvAreCountedAsWell() throws IOException {
    files.file("/bin/program", ElfImage.x86()).file("/usr/bin/env", ElfImage.x86());
    scripts("/s/good", KERNEL_SCRIPTS, "/usr/bin/env ");
    scripts("/s/deep", KERNEL_SCRIPTS + 1, "/usr/bin/env ");

    assertThat(closure("/s/good1")).contains(Path.of("/bin/program"));
    assertThatThrownBy(() -> closure("/s/deep1")).isInstanceOf(ElfFormatException.class);
  }

  @Test
  void linksAreFollowedAsFarAsTheKernelFollowsThem() throws IOException {
    files.file("/l" + KERNEL_LINKS, ElfImage.x86());
    for (int i = 0; i < KERNEL_LINKS; i++) {
      files.link("/l" + i, "/l" + (i + 1));
    }
    files.link("/one-more", "/l0");

    LinkTracer tracer = new LinkTracer(files);
    assertThat(tracer.trace(Path.of("/l0")).real()).isEqualTo(Path.of("/l40"));
    assertThat(tracer.trace(Path.of("/l0")).links()).hasSize(KERNEL_LINKS);
    assertThat(tracer.trace(Path.of("/one-more")).kind()).isEqualTo(LinkView.Kind.MISSING);
  }

  @Test
  void relativeInterpreterOfProgramIsRefused() {
    files.file("/bin/program", ElfImage.x86().interpreter("lib/ld.so"));

    assertThatThrownBy(() -> closure("/bin/program"))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("absolute");
  }

  @ParameterizedTest
  @EnumSource
  void libStandsForTheDirectoriesOfTheDistributions(Machine machine) {
    SearchPath path = new SearchPath(machine, Path.of("/opt/app/bin"));
    List<Path> directories =
        List.of(Path.of("/x/lib/" + machine.multiarch()), Path.of("/x/lib64"), Path.of("/x/lib"));

    assertThat(path.expand("/x/$LIB")).containsExactlyElementsOf(directories);
    assertThat(path.expand("/x/${LIB}")).containsExactlyElementsOf(directories);
    assertThat(path.expand("/x")).containsExactly(Path.of("/x"));
  }

  @Test
  void platformAndOriginAreReplaced() {
    SearchPath path = new SearchPath(Machine.AARCH64, Path.of("/opt/app/bin"));

    assertThat(path.expand("$ORIGIN/../${PLATFORM}")).containsExactly(Path.of("/opt/app/aarch64"));
    assertThat(new SearchPath(Machine.X86_64, Path.of("/")).expand("/$PLATFORM"))
        .containsExactly(Path.of("/x86_64"));
  }

  @Test
  void relativeSearchPathIsIgnored() {
    SearchPath path = new SearchPath(Machine.X86_64, Path.of("/opt"));

    assertThat(path.expand("lib")).isEmpty();
    assertThat(path.expand("/a\0b")).isEmpty();
    assertThat(path.expand("/\0")).isEmpty();
  }

  @Test
  void muslReadsItsDirectoriesInsteadOfTheBuiltInOnes() throws IOException {
    files.file("/etc/ld-musl-aarch64.path", "/opt/lib: /more/lib\n/last\n");

    LibraryPath configured = LibraryPath.musl(files, Machine.AARCH64);
    assertThat(configured.directories())
        .containsExactly(Path.of("/opt/lib"), Path.of("/more/lib"), Path.of("/last"));
    assertThat(configured.configuration()).isEqualTo(Path.of("/etc/ld-musl-aarch64.path"));
    assertThat(LibraryPath.musl(files, Machine.X86_64).directories())
        .containsExactly(Path.of("/lib"), Path.of("/usr/local/lib"), Path.of("/usr/lib"));
  }

  @Test
  void relativeDirectoryOfTheConfigurationIsIgnored() throws IOException {
    files.file("/etc/ld.so.conf", "relative/lib /opt/lib\n");

    assertThat(LibraryPath.glibc(files, Machine.X86_64).configured())
        .containsExactly(Path.of("/opt/lib"));
  }

  /** Returns search directories that do not exist, in a string that an entry may have. */
  private static String missing(int name) {
    return IntStream.range(0, 500).mapToObj(i -> "/" + name + "/" + i).collect(joining(":"));
  }

  /** Each library has an rpath, which is searched for all that it loads. */
  @Test
  void searchCoversAtMostFourThousandDirectories() throws IOException {
    int last = 8;
    files.file("/lib64/ld.so", ElfImage.x86());
    files.file("/bin/good", program().needs("/lib/1"));
    files.file("/bin/bad", program().needs("/lib/1").rpath("/r"));
    for (int i = 1; i < last; i++) {
      files.file("/lib/" + i, ElfImage.x86().rpath(missing(i)).needs("/lib/" + (i + 1)));
    }
    files.file("/lib/" + last, ElfImage.x86().rpath(missing(last)).needs("libx.so"));
    files.file("/lib/libx.so", ElfImage.x86());

    assertThat(closure("/bin/good")).contains(Path.of("/lib/libx.so"));
    assertThatThrownBy(() -> closure("/bin/bad"))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("4000 directories");
  }

  @Test
  void pathsAreTriedWithinLimits() {
    String[] names = IntStream.range(0, 300).mapToObj(i -> "n" + i).toArray(String[]::new);
    files.file("/lib64/ld.so", ElfImage.x86());
    files.file("/bin/p", program().needs(names).runpath(missing(0)).runpath(missing(1)));
    for (String name : names) {
      files.file("/lib/" + name, ElfImage.x86());
    }

    assertThatThrownBy(() -> closure("/bin/p"))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("262144 paths");
  }

  @Test
  void namesOfAllLibrariesAreHeldWithinLimits() throws IOException {
    String[] names = new String[4000];
    Arrays.fill(names, "x");
    files.file("/lib64/ld.so", ElfImage.x86()).file("/lib/x", ElfImage.x86());
    for (int i = 0; i < 65; i++) {
      files.file("/lib/" + i, ElfImage.x86().needs("/lib/" + (i + 1)).needs(names));
    }
    files.file("/lib/65", ElfImage.x86());
    files.file("/bin/good", program().needs("/lib/5"));
    files.file("/bin/bad", program().needs("/lib/0"));

    assertThat(closure("/bin/good")).contains(Path.of("/lib/65"));
    assertThatThrownBy(() -> closure("/bin/bad"))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("16777216 bytes");
  }

  private static ElfImage program() {
    return ElfImage.x86().interpreter("/lib64/ld.so");
  }

  @Test
  void variablesMakeNoPathThatTheKernelRefuses() {
    SearchPath path = new SearchPath(Machine.X86_64, Path.of("/" + "d".repeat(200)));

    assertThat(path.expand("$ORIGIN".repeat(20))).hasSize(1);
    assertThat(path.expand("$ORIGIN".repeat(21))).isEmpty();
  }
}
