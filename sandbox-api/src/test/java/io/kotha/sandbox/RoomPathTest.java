package io.kotha.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.files.CopyOut;
import io.kotha.sandbox.isolation.Landlock;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A path inside the room has one spelling, so that equal paths are equal texts. */
class RoomPathTest {

  private static final Path HOST = Path.of("/data");
  private static final MemorySize SIZE = MemorySize.MB(1);

  /** Every part of the API that takes a path inside the room, as a function to what it keeps. */
  static List<Arguments> users() {
    return List.of(
        user("bind", p -> new Mount.Bind(HOST, p, Mount.Access.READ_WRITE).target()),
        user("tmpfs", p -> new Mount.Tmpfs(p, SIZE).target()),
        user("copyOut", p -> new CopyOut(p, HOST, SIZE, 1).source()),
        user("Landlock", p -> new Landlock.FileRule(p, Set.of(Landlock.Access.READ)).path()),
        user("workingDirectory", p -> Command.of("true").in(p).workingDirectory()),
        user("cgroupParent", RoomPathTest::cgroupParent));
  }

  private static Arguments user(String name, UnaryOperator<String> kept) {
    return Arguments.of(name, kept);
  }

  private static String cgroupParent(String path) {
    return String.valueOf(
        Sandbox.rootfs(HOST).cgroupParent(path).spec().placement().cgroupParent());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("users")
  void everySpellingOfAPathIsKeptAsOne(String name, UnaryOperator<String> kept) {
    for (String spelling :
        List.of("/mnt/s", "/mnt/s/", "//mnt//s", "/mnt/./s", "/./mnt/s/.", "/mnt/s/.//")) {
      assertThat(kept.apply(spelling)).as(spelling).isEqualTo("/mnt/s");
    }
    for (String spelling : List.of("/", "//", "/.", "/./")) {
      assertThat(kept.apply(spelling)).as(spelling).isEqualTo("/");
    }
    assertThat(kept.apply("/mnt/..s/s./.t")).isEqualTo("/mnt/..s/s./.t");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("users")
  void pathThatIsNotOfTheRoomIsRefused(String name, UnaryOperator<String> kept) {
    String longPath = String.join("", Collections.nCopies(2_001, "/a"));
    for (String path :
        List.of("", "mnt", "./mnt", "/..", "/mnt/../s", "/mnt/s/..", "/a\0", longPath)) {
      assertThatThrownBy(() -> kept.apply(path)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("spellingsOfAFile")
  void copiedFileHasOneSpelling(String spelling) {
    assertThat(copyIn(spelling).target()).isEqualTo("/mnt/f");
  }

  static List<String> spellingsOfAFile() {
    return List.of("/mnt/f", "//mnt//f", "/mnt/./f", "/./mnt/f");
  }

  @ParameterizedTest
  @MethodSource("spellingsOfADirectory")
  void copiedFileIsNoDirectory(String spelling) {
    assertThatThrownBy(() -> copyIn(spelling)).isInstanceOf(IllegalArgumentException.class);
  }

  static List<String> spellingsOfADirectory() {
    return List.of("/", "/.", "/mnt/", "/mnt/.", "/mnt//");
  }

  private static CopyIn copyIn(String target) {
    return new CopyIn(new CopyIn.Bytes(new byte[0]), target, 0644);
  }
}
