package io.kotha.examples.grader.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaEntryTest {

  @Test
  void findsTheClassThatEnclosesMain() {
    assertThat(JavaEntry.find("public class Sol { public static void main(String[] a) {} }"))
        .contains("Sol");
    assertThat(
            JavaEntry.find(
                """
                // class Comment { void main( }
                package a.b;
                import java.util.*;
                class Helper { static class Inner { void x() {} } String s = "class Fake { \\" ";
                  char c = '{'; }
                public final class Real implements Runnable {
                  /* } */ record Node(int v) {}
                  String t = \"""
                    class Text { void main(
                    \""";
                  public static void main(String... args) throws Exception { }
                }
                """))
        .contains("a.b.Real");
  }

  @Test
  void findsNothingWithoutAMainMethod() {
    assertThat(JavaEntry.find("class A { int main() { return 0; } }")).isEmpty();
    assertThat(JavaEntry.find("class A { void mainly() {} }")).isEmpty();
    assertThat(JavaEntry.find("")).isEmpty();
  }

  @Test
  void scansMalformedSourcesToTheEnd() {
    String[] hostile = {
      "\"".repeat(100_001), "{".repeat(100_000), "/*".repeat(9999), "\\", "'", "\"\"\"", "\"\\"
    };
    for (String source : hostile) {
      assertThat(JavaEntry.find(source)).isEmpty();
    }
    assertThat(JavaEntry.find("class X { String s = \"" + "\\n".repeat(200_000) + "\"; }"))
        .isEmpty();
  }
}
