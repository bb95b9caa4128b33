package io.kotha.examples.readme;

import static java.util.stream.Collectors.joining;

import io.kotha.examples.fixture.OtherJvm;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The Markdown files of the project and the code blocks in them. */
public final class Documentation {

  /** The top directory of the checkout, seen from a module. */
  static final Path ROOT = Path.of("..");

  static final Path README = ROOT.resolve("README.md");

  private static final Pattern FENCE =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern PROGRAM = Pattern.compile("^public class (\\w+)", Pattern.MULTILINE);

  /** The oldest JDK that Kotha runs on. */
  private static final String BASELINE = "17";

  private static final String PRINTS = "prints:";

  /** The names that a snippet may use without importing or declaring them. */
  private static final String SNIPPET =
      """
      import static io.kotha.sandbox.Capability.NET_RAW;
      import static io.kotha.sandbox.MemorySize.MB;
      import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
      import static io.kotha.sandbox.seccomp.SyscallArgument.int64;

      import io.kotha.sandbox.*;
      import io.kotha.sandbox.files.*;
      import io.kotha.sandbox.inspect.*;
      import io.kotha.sandbox.isolation.*;
      import io.kotha.sandbox.jvm.*;
      import io.kotha.sandbox.limits.*;
      import io.kotha.sandbox.seccomp.*;
      import io.kotha.sandbox.stats.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;

      class Snippet {
        static Sandbox sandbox;

        static void run() throws Exception {
      %s
        }
      }
      """;

  private Documentation() {}

  /**
   * A fenced block of code.
   *
   * @param page the file it stands in
   * @param line its first line there
   * @param language the word after the fence
   * @param text without the fences
   * @param before the last line of prose before it
   */
  public record Block(Path page, int line, String language, String text, String before) {

    /** The class to run, or empty for a snippet. */
    String program() {
      Matcher matcher = PROGRAM.matcher(text);
      return matcher.find() ? matcher.group(1) : "";
    }

    @Override
    public String toString() {
      return page.getFileName() + ":" + line;
    }
  }

  /**
   * A program and what the page says that it prints.
   *
   * @param block the program
   * @param output everything on its standard output
   */
  record Example(Block block, String output) {
    @Override
    public String toString() {
      return block + " " + block.program();
    }
  }

  /** Every Markdown file at the top and below {@code docs}. */
  static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(path -> path.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  /** Every block of these languages. */
  static List<Block> blocks(String... languages) throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (Path page : pages()) {
      blocksOf(page).stream()
          .filter(block -> List.of(languages).contains(block.language()))
          .forEach(blocks::add);
    }
    return blocks;
  }

  /** The programs whose output stands after them: a line that ends in "prints:", and a block. */
  static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Path page : pages()) {
      Block program = null;
      for (Block block : blocksOf(page)) {
        if (block.language().equals("java")) {
          program = block;
        } else if (block.language().equals("text")
            && program != null
            && block.before().endsWith(PRINTS)) {
          examples.add(new Example(program, block.text()));
          program = null;
        }
      }
    }
    return examples;
  }

  static List<Block> blocksOf(Path page) throws IOException {
    String text = Files.readString(page);
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = FENCE.matcher(text);
    while (matcher.find()) {
      String before = text.substring(0, matcher.start());
      int line = (int) before.lines().count() + 2;
      blocks.add(
          new Block(
              page,
              line,
              matcher.group(1),
              matcher.group(2),
              before.strip().lines().reduce("", (first, second) -> second)));
    }
    return blocks;
  }

  /** Returns the class of this name as a page shows it. */
  public static Block program(String page, String name) throws IOException {
    return blocksOf(ROOT.resolve(page)).stream()
        .filter(block -> block.program().equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError(page + " has no class " + name));
  }

  /** Compiles a block into a directory; returns what the compiler complains of. */
  public static String compile(Block block, Path directory) {
    return compile(block, directory, "-proc:none");
  }

  /** Compiles a block with more options of the compiler. */
  public static String compile(Block block, Path directory, String... more) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--release", BASELINE, "-d", directory.toString()));
    options.addAll(List.of("-cp", OtherJvm.classPath()));
    boolean compiled =
        compiler.getTask(complaints, null, null, options, null, List.of(source(block))).call();
    return compiled ? "" : block + ":\n" + complaints;
  }

  private static JavaFileObject source(Block block) {
    String program = block.program();
    String name = program.isEmpty() ? "Snippet" : program;
    String text = program.isEmpty() ? wrapped(block.text()) : block.text();
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static String wrapped(String statements) {
    return SNIPPET.formatted(statements.lines().map(line -> "    " + line).collect(joining("\n")));
  }
}
