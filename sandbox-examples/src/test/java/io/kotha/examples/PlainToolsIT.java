package io.kotha.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.doctor.Doctor;
import io.kotha.examples.fixture.OtherJvm;
import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.Grade;
import io.kotha.examples.html.Plain;
import io.kotha.examples.ship.Ship;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hostile names, keys and messages in everything that the tools write. */
@Timeout(180)
class PlainToolsIT {

  /** Clears the screen, sets a title, deletes, overwrites the line, reverses the text. */
  private static final String HOSTILE = "a\u001b[2J\u001b]0;t\u0007\b\u007f\r\u009b2J\u202e\u2066z";

  @TempDir Path dir;

  @Test
  void shipWritesNoControlCharacterOfANameOrMessage() throws Exception {
    String json = dir.resolve("report.json").toString();
    for (List<String> line :
        List.of(
            List.of("run", "--json", json, "host", "--", HOSTILE),
            List.of("run", "--json", json, dir.resolve(HOSTILE).toString(), "--", "true"),
            List.of("run", "--json", json, "--bind", "/" + HOSTILE + ":/mnt", "host", "--", "true"),
            List.of("run", "--json", dir + "/no/" + HOSTILE, "host", "--", "true"),
            List.of("run", "--seccomp", dir.resolve(HOSTILE).toString(), "host", "--", "true"),
            List.of("run", "--workdir", "/" + HOSTILE, "host", "--", "true"),
            List.of("run", "--memory", HOSTILE, "host", "--", "true"),
            List.of("run", "--" + HOSTILE, "host", "--", "true"),
            List.of(HOSTILE))) {
      OtherJvm run = run(Ship.class, line);
      assertThat(run.status()).isNotZero();
      assertPlain(run);
      assertThat(run.err()).as("is still named").contains("[2J");
    }
    assertPlain(Files.readString(Path.of(json)));
    assertPlain(run(Ship.class, List.of("run", "--help")));
  }

  @Test
  void outputOfTheProgramIsPassedOnAsItIs() throws Exception {
    String print = "printf '" + HOSTILE + "'; printf '" + HOSTILE + "' >&2";
    for (List<String> line :
        List.of(
            List.of("run", "host", "--", "/bin/sh", "-c", print),
            List.of("run", "--output", "1MB", "host", "--", "/bin/sh", "-c", print),
            List.of("run", "--learn", dir + "/policy", "host", "--", "/bin/sh", "-c", print))) {
      OtherJvm run = run(Ship.class, line);
      assertThat(run.out()).as(line.toString()).isEqualTo(HOSTILE);
      assertThat(run.err()).as(line.toString()).isEqualTo(HOSTILE);
    }
  }

  @Test
  void gradeWritesNoControlCharacterOfAPackage() throws Exception {
    PackageFixture hostile = PackageFixture.echo(dir, HOSTILE);
    hostile.file("submissions/accepted/" + HOSTILE + ".sh", "echo wrong\n");
    hostile.file("submissions/accepted/" + HOSTILE + ".c", HOSTILE);
    hostile.testCase("data/secret/" + HOSTILE, "1\n", "1\n");
    PackageFixture bad =
        PackageFixture.echo(dir, "bad").file("problem.yaml", "name: [" + HOSTILE + "\n");
    String json = dir.resolve("results.json").toString();
    String html = dir.resolve("results.html").toString();
    for (List<String> line :
        List.of(
            List.of(hostile.root().toString(), "--json", json, "--html", html),
            List.of(bad.root().toString()),
            List.of(dir.resolve("none").resolve(HOSTILE).toString()),
            List.of(hostile.root().toString(), "--jobs", HOSTILE),
            List.of(hostile.root().toString(), "--languages", HOSTILE),
            List.of("--" + HOSTILE),
            List.of("--help"))) {
      assertPlain(run(Grade.class, line));
    }
    for (String report : List.of(json, html)) {
      if (Files.exists(Path.of(report))) { // not on a host that cannot limit rooms
        assertPlain(Files.readString(Path.of(report)));
      }
    }
  }

  @Test
  void doctorWritesNoControlCharacterOfASetting() throws Exception {
    String name = "io.kotha.cgroup.parent";
    String before = System.setProperty(name, "/" + HOSTILE);
    try {
      OtherJvm run = run(Doctor.class, List.of());
      assertPlain(run);
      assertThat(run.out() + run.err()).contains("[2J");
    } finally {
      if (before == null) {
        System.clearProperty(name);
      } else {
        System.setProperty(name, before);
      }
    }
  }

  private OtherJvm run(Class<?> tool, List<String> line) throws Exception {
    return OtherJvm.run(dir, tool.getName(), line.toArray(String[]::new));
  }

  private static void assertPlain(OtherJvm run) {
    assertPlain(run.out());
    assertPlain(run.err());
  }

  private static void assertPlain(String text) {
    assertThat(text.codePoints().filter(c -> c != '\n' && !Plain.isShown(c)).toArray())
        .as(Plain.escaped(text))
        .isEmpty();
  }
}
