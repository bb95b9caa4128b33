package io.kotha.examples.grader.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages that try to read files of the host, to hide test cases, or to keep the reader busy. */
@Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
class HostilePackageTest {

  private static final String TOO_LARGE =
      "too large, nested too deeply, too many aliases, or too long a number";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "problem.yaml",
        "domjudge-problem.ini",
        ".timelimit",
        "data/testdata.yaml",
        "data/test_group.yaml",
        "data/sample/testdata.yaml",
        "data/sample/1.yaml",
        "data/sample/1.in",
        "data/sample/1.ans",
        "data/sample/1.files/x",
      })
  void refusesLinksOutOfThePackageAndDoesNotQuoteTheirFiles(String name) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "root:$6$hash\n");
    PackageFixture fixture = PackageFixture.echo(directory, "p");
    Files.deleteIfExists(fixture.root().resolve(name));
    if (name.equals("domjudge-problem.ini")) {
      // The other file would be read first.
      Files.delete(fixture.root().resolve(".timelimit"));
    }
    assertThatThrownBy(() -> read(fixture.link(name, secret)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("leads out")
        .hasMessageNotContaining("hash");
  }

  @Test
  void complaintAboutYamlGivesThePlaceAndNotTheText() {
    PackageFixture fixture =
        PackageFixture.echo(directory, "p").file("data/testdata.yaml", "a: 1\nroot:$6$hash: :\n");
    assertThatThrownBy(() -> read(fixture))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at line 2, column")
        .hasMessageNotContaining("hash");
    fixture.file("data/testdata.yaml", "hash: 1\nhash: 2\n");
    assertThatThrownBy(() -> read(fixture))
        .hasMessageContaining("at line 2, column 1")
        .hasMessageNotContaining("hash");
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void directoryOfMoreEntriesThanTheLimitIsRefused() throws Exception {
    PackageFixture fixture = PackageFixture.echo(directory, "p");
    junk(fixture.root().resolve("data/sample"), 20_001);
    assertThatThrownBy(() -> read(fixture))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 20000 entries");
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void entriesOfAllDirectoriesAreCountedTogether() throws Exception {
    PackageFixture fixture =
        PackageFixture.echo(directory, "p").testCase("data/secret/1", "1", "1");
    junk(fixture.root().resolve("data/sample"), 10_001);
    junk(fixture.root().resolve("data/secret"), 10_001);
    assertThatThrownBy(() -> read(fixture))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 20000 entries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/secret", "submissions/accepted/x", "include/default"})
  void linksToDirectoriesThatFanOutAreRefused(String top) {
    PackageFixture fixture = PackageFixture.echo(directory, "p").file(top + "/x", "");
    for (int level = 0; level < 10; level++) {
      Path next = fixture.root().resolve("level" + (level + 1));
      for (char name = 'a'; name <= 'h'; name++) {
        fixture.link((level == 0 ? top : "level" + level) + "/" + name, next);
      }
    }
    fixture.file("level10/x", "");
    assertThatThrownBy(() -> read(fixture))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("by another name");
  }

  @Test
  void aPackageLinkedTwiceInAFolderIsRefused() {
    PackageFixture fixture = PackageFixture.echo(directory, "a");
    PackageFixture.in(directory, ".").link("b", fixture.root());
    assertThatThrownBy(() -> ProblemReader.readAll(directory, Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("by another name");
  }

  @Test
  void tagIsReadInTimeProportionalToItsLength() {
    String blanks = "AC" + " -".repeat(200_000) + "x";
    assertThatThrownBy(() -> Expectation.ofTag(blanks))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).{0,200}");
    // Line separators, which a dot does not match, once made each character a new attempt.
    assertThat(Expectation.ofTag("AC " + "(".repeat(200_000) + "\u2028x").judgements())
        .containsExactly(Judgement.AC);
  }

  @Test
  void iniFileIsReadInTimeProportionalToItsLength() throws Exception {
    PackageFixture fixture = PackageFixture.echo(directory, "p");
    Files.delete(fixture.root().resolve(".timelimit"));
    fixture.file("domjudge-problem.ini", "\n".repeat(65_000) + "timelimit = \"3\"\n");
    assertThat(read(fixture).limits().time()).isEqualTo(Duration.ofSeconds(3));
    for (String text : new String[] {"\n".repeat(65_000) + "x", "timelimit" + " ".repeat(65_000)}) {
      fixture.file("domjudge-problem.ini", text);
      assertThat(read(fixture).limits().time()).isEqualTo(TimeLimit.DEFAULT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"args", "output_validator_args", "output_validator_flags"})
  void argumentsAreBoundedInTotal(String key) {
    String one = "x".repeat(50_000);
    assertThatThrownBy(() -> readArguments(key, "[&a " + one + ", *a]"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("65536 characters");
    assertThatThrownBy(() -> readArguments(key, "[" + "x,".repeat(1025) + "]"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1024");
  }

  @Test
  void aLongNumberIsNotComputed() {
    PackageFixture fixture = PackageFixture.echo(directory, "p");
    for (String number : new String[] {"7".repeat(900_000), "1" + ":1".repeat(400_000)}) {
      fixture.file("problem.yaml", "limits: {memory: !!int " + number + "}\n");
      assertThatThrownBy(() -> read(fixture))
          .isInstanceOf(InputException.class)
          .hasMessageEndingWith("problem.yaml: " + TOO_LARGE);
      fixture.file("problem.yaml", "limits: {memory: " + number + "}\n");
      assertThatThrownBy(() -> read(fixture)) // a long number without a tag is a text
          .isInstanceOf(InputException.class)
          .hasMessageEndingWith("problem.yaml: limits.memory: must be a number, not a String");
    }
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void textThatManyLinksReadAgainIsBounded() {
    PackageFixture fixture =
        PackageFixture.echo(directory, "p")
            .file("big", "# " + "x".repeat(1_000_000) + "\n")
            .file("submissions/accepted/x/a.py", "");
    for (int i = 0; i < 200; i++) {
      fixture.link("submissions/accepted/x/" + i + ".py", fixture.root().resolve("big"));
    }
    assertThatThrownBy(() -> read(fixture))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 67108864 bytes");
  }

  private Problem readArguments(String key, String value) throws InputException {
    return read(
        PackageFixture.echo(directory, "p")
            .file("problem.yaml", "validation: custom\n")
            .file("output_validators/v.py", "")
            .file("data/sample/1.yaml", key + ": " + value + "\n"));
  }

  private static void junk(Path directory, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.createFile(directory.resolve(".j" + i));
    }
  }

  private static Problem read(PackageFixture fixture) throws InputException {
    return ProblemReader.readAll(fixture.root(), Optional.empty()).get(0);
  }
}
