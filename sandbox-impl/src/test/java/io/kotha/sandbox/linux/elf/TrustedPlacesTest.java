package io.kotha.sandbox.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hostile programs that name files of the host, in every way in which a program can name one. */
class TrustedPlacesTest {

  private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";
  private static final String SECRETS = "/home/other";

  private final MemoryFiles files = new MemoryFiles();

  /** The ways in which a program names a file that the kernel or the loader then opens. */
  enum Way {
    SHEBANG {
      @Override
      void add(MemoryFiles files, String program, String named) {
        files.file(program, "#!" + named + "\n");
      }
    },
    ENV {
      @Override
      void add(MemoryFiles files, String program, String named) {
        files.file(program, "#!/usr/bin/env " + named + "\n");
      }
    },
    INTERPRETER {
      @Override
      void add(MemoryFiles files, String program, String named) {
        files.file(program, ElfImage.x86().interpreter(named));
      }
    },
    NEEDED {
      @Override
      void add(MemoryFiles files, String program, String named) {
        files.file(program, ElfImage.x86().interpreter(LOADER).needs(named));
      }
    },
    RUNPATH {
      @Override
      void add(MemoryFiles files, String program, String named) {
        files.file(
            program, ElfImage.x86().interpreter(LOADER).needs(last(named)).runpath(parent(named)));
      }
    },
    RPATH {
      @Override
      void add(MemoryFiles files, String program, String named) {
        files.file(
            program, ElfImage.x86().interpreter(LOADER).needs(last(named)).rpath(parent(named)));
      }
    },
    ORIGIN {
      @Override
      void add(MemoryFiles files, String program, String named) {
        String up = "$ORIGIN/../../../.." + parent(named);
        files.file(program, ElfImage.x86().interpreter(LOADER).needs(last(named)).rpath(up));
      }
    };

    abstract void add(MemoryFiles files, String program, String named);

    private static String last(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String parent(String path) {
      return path.substring(0, path.lastIndexOf('/'));
    }
  }

  @BeforeEach
  void host() {
    files
        .file(LOADER, ElfImage.x86())
        .file("/usr/bin/env", ElfImage.x86())
        .file(SECRETS + "/file", ElfImage.x86())
        .file("/opt/tool/file", ElfImage.x86());
  }

  private Set<String> closure(String... programs) throws IOException {
    return ElfClosure.of(Stream.of(programs).map(Path::of).toList(), files).stream()
        .map(part -> part.path().toString())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void fileOfAnotherUserIsRefusedByName(Way way) {
    way.add(files, "/srv/work/submission", SECRETS + "/file");
    assertThatThrownBy(() -> closure("/srv/work/submission"))
        .isInstanceOf(UntrustedFileException.class)
        .hasMessageContaining("/srv/work/submission")
        .hasMessageContaining(SECRETS + "/file")
        .hasMessageContaining("name it too");
  }

  /** The path looks harmless; the link on it does not. */
  @ParameterizedTest
  @EnumSource
  void linkToAFileOfAnotherUserIsRefused(Way way) {
    files.link("/srv/work/file", SECRETS + "/file");
    way.add(files, "/srv/work/submission", "/srv/work/file");
    assertThatThrownBy(() -> closure("/srv/work/submission"))
        .isInstanceOf(UntrustedFileException.class);
  }

  @ParameterizedTest
  @EnumSource
  void dotsDoNotLeadOutOfATrustedPlace(Way way) {
    files.link("/bin", "usr/bin");
    way.add(files, "/srv/work/submission", "/bin/../.." + SECRETS + "/file");
    assertThatThrownBy(() -> closure("/srv/work/submission")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void sharedDirectoryIsNobodysOwn(Way way) {
    files.file("/tmp/other/file", ElfImage.x86()).file("/top", ElfImage.x86());
    way.add(files, "/tmp/submission", "/tmp/other/file");
    assertThatThrownBy(() -> closure("/tmp/submission")).isInstanceOf(UntrustedFileException.class);
    way.add(files, "/submission", SECRETS + "/file");
    assertThatThrownBy(() -> closure("/submission")).isInstanceOf(UntrustedFileException.class);
  }

  @ParameterizedTest
  @EnumSource
  void systemsFilesAndOwnFilesAreTaken(Way way) throws IOException {
    files.file("/srv/work/own/file", ElfImage.x86());
    way.add(files, "/srv/work/a", "/opt/tool/file");
    way.add(files, "/srv/work/b", "/srv/work/own/file");
    assertThat(closure("/srv/work/a")).contains("/opt/tool/file");
    assertThat(closure("/srv/work/b")).contains("/srv/work/own/file");
  }

  @ParameterizedTest
  @EnumSource
  void fileThatIsNamedTooIsTaken(Way way) throws IOException {
    way.add(files, "/srv/work/submission", SECRETS + "/file");
    assertThat(closure("/srv/work/submission", SECRETS + "/file")).contains(SECRETS + "/file");
  }

  /** The link leads to a file of the system, but to the JVM's own when the JVM follows it. */
  @ParameterizedTest
  @EnumSource
  void fileThatTheKernelShowsIsRefused(Way way) {
    files.link("/proc/self", "41").link("/proc/41/file", "/opt/tool/file");
    for (String named : List.of("/proc/self/file", "/proc/41/file", "/srv/work/file")) {
      files.link("/srv/work/file", "/proc/self/file");
      way.add(files, "/srv/work/submission", named);
      assertThatThrownBy(() -> closure("/srv/work/submission"))
          .as(named)
          .isInstanceOf(UntrustedFileException.class)
          .hasMessageContaining("/proc/");
    }
  }

  @ParameterizedTest
  @EnumSource
  void programInMemoryHasItsOwnFiles(Way way) throws IOException {
    files.file("/dev/shm/work/a/own/file", ElfImage.x86());
    way.add(files, "/dev/shm/work/a/program", "/dev/shm/work/a/own/file");
    assertThat(closure("/dev/shm/work/a/program")).contains("/dev/shm/work/a/own/file");
  }

  /** As in a JDK: {@code bin/java} needs {@code lib/libjli.so}. */
  @Test
  void installedProgramHasLibrariesBesideItsBin() throws IOException {
    files
        .file("/srv/jdk/lib/libjli.so", ElfImage.x86())
        .file("/srv/jdk/conf/liba.so", ElfImage.x86());
    Way.RUNPATH.add(files, "/srv/jdk/bin/java", "/srv/jdk/lib/libjli.so");
    Way.RUNPATH.add(files, "/srv/jdk/bin/odd", "/srv/jdk/conf/liba.so");
    assertThat(closure("/srv/jdk/bin/java")).contains("/srv/jdk/lib/libjli.so");
    assertThatThrownBy(() -> closure("/srv/jdk/bin/odd"))
        .isInstanceOf(UntrustedFileException.class);
  }

  @Test
  void directoryOfTheLoadersConfigurationIsTrusted() throws IOException {
    files
        .file("/etc/ld.so.conf", "/data/lib\n")
        .link("/data/lib", "/data/lib-2")
        .file("/data/lib-2/liba.so", ElfImage.x86());
    files.file("/srv/p", ElfImage.x86().interpreter(LOADER).needs("liba.so"));
    assertThat(closure("/srv/p")).contains("/data/lib-2/liba.so");
  }

  @Test
  void linkOfAUserIsNotFollowedToAProgram() throws IOException {
    files.link("/home/user/program", "/usr/bin/env").link("/usr/bin/e", "env");
    assertThatThrownBy(() -> closure("/home/user/program"))
        .isInstanceOf(UntrustedFileException.class)
        .hasMessageContaining("ELOOP")
        .hasMessageContaining("name /usr/bin/env instead");
    assertThat(closure("/usr/bin/e")).contains("/usr/bin/e", "/usr/bin/env");
  }

  @Test
  void placesOfTheSystemAreNotThoseOfItsUsers() {
    for (String directory : List.of("/", "/usr/bin", "/etc/alternatives", "/var", "/run")) {
      assertThat(SystemPlaces.holdsLinks(Path.of(directory))).as(directory).isTrue();
    }
    for (String directory :
        List.of("/var/lib/x", "/run/user/0", "/tmp", "/home", "/opt/x", "/srv")) {
      assertThat(SystemPlaces.holdsLinks(Path.of(directory))).as(directory).isFalse();
    }
  }
}
