package io.kotha.examples.grader.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.examples.files.FileRoot;
import io.kotha.examples.fixture.PackageFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageTreeTest {

  @TempDir Path directory;

  @Test
  void listsNamesOfTheFormatInOrder() throws Exception {
    PackageFixture fixture =
        PackageFixture.in(directory, "p")
            .file("d/b.c", "")
            .file("d/a.c++", "")
            .file("d/.hidden", "")
            .file("d/-rf", "")
            .file("d/with space.c", "")
            .file("d/sub/x", "");
    PackageTree tree = new PackageTree(fixture.root());
    assertThat(tree.list(fixture.root().resolve("d")))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("a.c++", "b.c", "sub");
    assertThat(tree.files(fixture.root().resolve("d")))
        .extracting(SourceFile::name)
        .containsExactly("a.c++", "b.c", "sub/x");
  }

  @Test
  void rejectsLinksOutOfThePackage() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    PackageFixture fixture = PackageFixture.in(directory, "p").link("d/a.c", secret);
    PackageTree tree = new PackageTree(fixture.root());
    assertThatThrownBy(() -> tree.list(fixture.root().resolve("d")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("leads out");
    assertThatThrownBy(() -> tree.file("d/a.c")).isInstanceOf(InputException.class);
  }

  @Test
  void acceptsLinksInsideThePackage() throws Exception {
    PackageFixture fixture = PackageFixture.in(directory, "p").file("a.c", "int x;");
    fixture.link("d/b.c", fixture.root().resolve("a.c"));
    assertThat(new PackageTree(fixture.root()).list(fixture.root().resolve("d"))).hasSize(1);
  }

  /** A room takes no path with a symbolic link, so the package resolves its own. */
  @Test
  void filesHavePathsWithoutLinks() throws Exception {
    PackageFixture fixture = PackageFixture.in(directory, "p").file("a.c", "int x;");
    fixture.link("d/b.c", fixture.root().resolve("a.c"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), fixture.root());
    Path real = fixture.root().resolve("a.c").toRealPath();
    PackageTree tree = new PackageTree(link);
    SourceFile resolved = new SourceFile("b.c", FileRoot.of(fixture.root()), real);
    assertThat(tree.files(link.resolve("d"))).containsExactly(resolved);
    assertThat(tree.files(link.resolve("d/b.c"))).containsExactly(resolved);
    assertThat(tree.file("d/b.c").orElseThrow().path()).isEqualTo(real);
  }

  /** A user who can write to the package can replace a file after it was resolved. */
  @Test
  void fileThatBecomesALinkIsNotRead() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    PackageFixture fixture = PackageFixture.in(directory, "p").file("d/a.c", "int x;");
    Path path = fixture.root().resolve("d/a.c");
    PackageTree tree = new PackageTree(fixture.root());
    PackageFile file = tree.file("d/a.c").orElseThrow();
    SourceFile source = tree.files(path).get(0);
    assertThat(file.content()).asString().isEqualTo("int x;");
    assertThat(Ceiling.content(source)).asString().isEqualTo("int x;");
    Files.delete(path);
    Files.createSymbolicLink(path, secret);
    assertThatThrownBy(file::content).isInstanceOf(IOException.class);
    assertThatThrownBy(file::path).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> file.text(100)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Ceiling.content(source)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> source.text(100)).isInstanceOf(IOException.class);
  }

  @Test
  void ignoresSpecialFiles() throws Exception {
    PackageFixture fixture = PackageFixture.in(directory, "p").file("d/a.c", "");
    Path fifo = fixture.root().resolve("d/fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    assertThat(new PackageTree(fixture.root()).list(fixture.root().resolve("d"))).hasSize(1);
  }

  @Test
  void splitsFileNamesIntoStemAndExtension() throws Exception {
    FileRoot root = FileRoot.of(directory);
    assertThat(new SourceFile("a/b.tar.gz", root, Path.of("x")).extension()).isEqualTo("gz");
    assertThat(new SourceFile("a.d/Makefile", root, Path.of("x")).extension()).isEmpty();
    assertThat(new SourceFile("a.d/Main.java", root, Path.of("x")).stem()).isEqualTo("Main");
  }
}
