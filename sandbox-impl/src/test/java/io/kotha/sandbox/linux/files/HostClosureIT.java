package io.kotha.sandbox.linux.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.elf.ClosureEntry;
import io.kotha.sandbox.linux.elf.ElfClosure;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.sys.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closures of programs of this host, compared with the files that the dynamic loader finds. */
class HostClosureIT {

  private static final Pattern LINE = Pattern.compile("\\s*(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bin/bash",
        "/bin/ls",
        "/usr/bin/gcc",
        "/usr/bin/python3",
        "/usr/bin/perl",
        "/usr/bin/java",
        "/usr/bin/node",
        "/usr/bin/git",
        "/usr/bin/env"
      })
  void closureEqualsTheOneOfLdd(String program) throws Exception {
    if (!Files.exists(Path.of(program))) {
      throw Features.lacks("program." + Path.of(program).getFileName(), "no " + program);
    }
    Path real = Path.of(program).toRealPath();
    Set<String> expected = ldd(real);
    expected.add(real.toString());

    Set<ClosureEntry> parts =
        ElfClosure.of(
            List.of(Path.of(program)), new HostFileSystem(new CallerFiles(Native.load())));

    assertThat(parts)
        .filteredOn(part -> part.link().isEmpty())
        .extracting(part -> part.path().toString())
        .filteredOn(path -> !path.equals("/etc/ld.so.cache"))
        .containsExactlyInAnyOrderElementsOf(expected);
    for (ClosureEntry part : parts) {
      Path path = part.path();
      assertThat(path.getParent().toRealPath()).isEqualTo(path.getParent());
      if (part.link().isPresent()) {
        assertThat(Files.readSymbolicLink(path)).hasToString(part.link().get());
      } else {
        assertThat(Files.isRegularFile(path) && !Files.isSymbolicLink(path)).isTrue();
      }
    }
  }

  private static Set<String> ldd(Path program) throws Exception {
    Process process = new ProcessBuilder("ldd", program.toString()).start();
    Set<String> paths = new TreeSet<>();
    for (String line : process.inputReader().lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        paths.add(real(matcher.group(1)));
      }
    }
    assertThat(process.waitFor()).as("ldd " + program).isZero();
    return paths;
  }

  private static String real(String path) throws IOException {
    return Path.of(path).toRealPath().toString();
  }
}
