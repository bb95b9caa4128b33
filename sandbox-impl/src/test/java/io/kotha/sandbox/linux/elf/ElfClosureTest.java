package io.kotha.sandbox.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ElfClosureTest {

  private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";

  private MemoryFiles files = new MemoryFiles();

  @BeforeEach
  void glibc() {
    files =
        new MemoryFiles()
            .file(LOADER, ElfImage.x86())
            .file(
                "/usr/lib/x86_64-linux-gnu/libc.so.6",
                ElfImage.x86().needs("ld-linux-x86-64.so.2"));
  }

  private static ElfImage program() {
    return ElfImage.x86().interpreter(LOADER).needs("libc.so.6");
  }

  private static ElfImage library() {
    return ElfImage.x86().needs("libc.so.6");
  }

  /** Returns paths of files, and {@code path -> text} of links. */
  private Set<String> closure(String... programs) throws IOException {
    return ElfClosure.of(List.of(programs).stream().map(Path::of).toList(), files).stream()
        .map(part -> part.path() + part.link().map(text -> " -> " + text).orElse(""))
        .collect(Collectors.toSet());
  }

  @Test
  void closureHasProgramLoaderAndLibrary() throws IOException {
    files.file("/usr/bin/p", program());

    assertThat(closure("/usr/bin/p"))
        .containsExactlyInAnyOrder("/usr/bin/p", LOADER, "/usr/lib/x86_64-linux-gnu/libc.so.6");
  }

  @Test
  void staticProgramNeedsOnlyItself() throws IOException {
    files.file("/usr/bin/p", ElfImage.x86());

    assertThat(closure("/usr/bin/p")).containsExactly("/usr/bin/p");
  }

  @Test
  void closureHasEveryLinkOnTheWay() throws IOException {
    files
        .link("/bin", "usr/bin")
        .link("/usr/bin/p", "/etc/alternatives/p")
        .link("/etc/alternatives/p", "../../opt/p/bin/p")
        .file("/opt/p/bin/p", program().needs("libx.so"))
        .link("/usr/lib/x86_64-linux-gnu/libx.so", "libx.so.1.2")
        .file("/usr/lib/x86_64-linux-gnu/libx.so.1.2", library());

    assertThat(closure("/bin/p"))
        .containsExactlyInAnyOrder(
            "/bin -> usr/bin",
            "/usr/bin/p -> /etc/alternatives/p",
            "/etc/alternatives/p -> ../../opt/p/bin/p",
            "/opt/p/bin/p",
            LOADER,
            "/usr/lib/x86_64-linux-gnu/libc.so.6",
            "/usr/lib/x86_64-linux-gnu/libx.so -> libx.so.1.2",
            "/usr/lib/x86_64-linux-gnu/libx.so.1.2");
  }

  @Test
  void originIsTheRealDirectoryOfTheProgram() throws IOException {
    files
        .link("/usr/bin/p", "/opt/p/bin/p")
        .file("/opt/p/bin/p", program().needs("liba.so").runpath("$ORIGIN/../lib"))
        .file("/opt/p/lib/liba.so", library());

    assertThat(closure("/usr/bin/p")).contains("/opt/p/lib/liba.so");
  }

  @Test
  void rpathAppliesToLoadedLibrariesToo() throws IOException {
    files
        .file("/p", program().needs("liba.so").rpath("/opt/r"))
        .file("/opt/r/liba.so", library().needs("libb.so"))
        .file("/opt/r/libb.so", library());

    assertThat(closure("/p")).contains("/opt/r/libb.so");
  }

  @Test
  void runpathAppliesToOneObjectOnly() {
    files
        .file("/p", program().needs("liba.so").runpath("/opt/r"))
        .file("/opt/r/liba.so", library().needs("libb.so"))
        .file("/opt/r/libb.so", library());

    LibraryNotFoundException missing =
        catchThrowableOfType(LibraryNotFoundException.class, () -> closure("/p"));
    assertThat(missing.library()).isEqualTo("libb.so");
    assertThat(missing)
        .hasMessageContaining("/opt/r/liba.so needs")
        .hasMessageContaining("/usr/lib");
  }

  @Test
  void runpathOverridesRpath() {
    files
        .file("/p", program().needs("liba.so").rpath("/opt/r").runpath("/opt/elsewhere"))
        .file("/opt/r/liba.so", library());

    assertThatThrownBy(() -> closure("/p")).isInstanceOf(LibraryNotFoundException.class);
  }

  @Test
  void loadedNameIsNotSearchedAgain() throws IOException {
    files
        .file("/p", program().needs("/opt/x/liba.so", "libb.so").runpath("/opt/y"))
        .file("/opt/x/liba.so", library().needs("libb.so"))
        .file("/opt/y/libb.so", library());

    assertThat(closure("/p")).contains("/opt/x/liba.so", "/opt/y/libb.so");
  }

  @Test
  void configuredDirectoriesNeedTheCache() throws IOException {
    files
        .file("/etc/ld.so.conf", "# comment\ninclude ld.so.conf.d/*.conf\n")
        .file("/etc/ld.so.conf.d/a.conf", "/opt/lib # mine\n/usr/lib\ninclude /etc/ld.so.conf\n")
        .file("/etc/ld.so.conf.d/b.txt", "/wrong\n")
        .file("/etc/ld.so.cache", "binary")
        .file("/opt/lib/liba.so", library())
        .file("/wrong/libb.so", library())
        .file("/p", program().needs("liba.so"))
        .file("/q", program())
        .file("/r", program().needs("libb.so"));

    assertThat(closure("/p")).contains("/opt/lib/liba.so", "/etc/ld.so.cache");
    assertThat(closure("/q")).doesNotContain("/etc/ld.so.cache");
    assertThatThrownBy(() -> closure("/r")).isInstanceOf(LibraryNotFoundException.class);
  }

  @Test
  void filesForOtherMachinesAreSkipped() throws IOException {
    files
        .file("/p", program().needs("liba.so").rpath("/opt/arm:/opt/text:/opt/right"))
        .file("/opt/arm/liba.so", ElfImage.arm())
        .file("/opt/text/liba.so", "INPUT(-lb)")
        .file("/opt/right/liba.so", library());

    assertThat(closure("/p")).contains("/opt/right/liba.so").doesNotContain("/opt/arm/liba.so");
  }

  @Test
  void resolvesMuslPrograms() throws IOException {
    files
        .file("/lib/ld-musl-x86_64.so.1", ElfImage.x86())
        .file("/usr/lib/libz.so.1", ElfImage.x86().needs("libc.musl-x86_64.so.1"))
        .file(
            "/p",
            ElfImage.x86()
                .interpreter("/lib/ld-musl-x86_64.so.1")
                .needs("libz.so.1", "libc.musl-x86_64.so.1"));

    assertThat(closure("/p"))
        .containsExactlyInAnyOrder("/p", "/lib/ld-musl-x86_64.so.1", "/usr/lib/libz.so.1");
  }

  @Test
  void scriptBringsItsInterpreter() throws IOException {
    files
        .file("/usr/bin/python3", program())
        .file("/usr/bin/env", program())
        .file("/s/a", "#! /usr/bin/python3 -E\nprint(1)\n")
        .file("/s/b", "#!/usr/bin/env -S X=1 python3 -E\nprint(1)\n")
        .file("/s/c", "#!/s/b\n");

    assertThat(closure("/s/a")).contains("/s/a", "/usr/bin/python3", LOADER);
    assertThat(closure("/s/b")).contains("/s/b", "/usr/bin/env", "/usr/bin/python3");
    assertThat(closure("/s/c")).contains("/s/c", "/s/b", "/usr/bin/env", "/usr/bin/python3");
  }

  @Test
  void dependencyCyclesEnd() throws IOException {
    files
        .file("/s/a", "#!/s/b\n")
        .file("/s/b", "#!/s/a\n")
        .file("/p", program().needs("libx.so").rpath("/opt/r"))
        .file("/opt/r/libx.so", library().needs("liby.so"))
        .file("/opt/r/liby.so", library().needs("libx.so"))
        .link("/l", "/m")
        .link("/m", "/l");

    assertThat(closure("/s/a")).containsExactlyInAnyOrder("/s/a", "/s/b"); // The kernel: ELOOP.
    assertThat(closure("/p")).contains("/opt/r/libx.so", "/opt/r/liby.so");
    assertThatThrownBy(() -> closure("/l")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void unusableFilesAreErrors() {
    files
        .file("/text", "hello")
        .file("/empty", "")
        .file("/relative", "#!sh\n")
        .file("/bare", "#!\n")
        .file("/lost", ElfImage.x86().interpreter("/no/loader"));

    for (String program : List.of("/text", "/empty", "/relative", "/bare", "/usr")) {
      assertThatThrownBy(() -> closure(program))
          .isInstanceOf(ElfFormatException.class)
          .hasMessageStartingWith(program + ": ");
    }
    assertThatThrownBy(() -> closure("/lost")).isInstanceOf(LibraryNotFoundException.class);
    assertThatThrownBy(() -> closure("/no/such")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> closure("/text/below")).isInstanceOf(NoSuchFileException.class);
  }
}
