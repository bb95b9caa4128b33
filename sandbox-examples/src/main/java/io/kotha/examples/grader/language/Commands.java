package io.kotha.examples.grader.language;

import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.problem.ProgramSource;
import io.kotha.sandbox.MemorySize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The compile and run commands of one program: its language's templates with the placeholders
 * replaced. Commands are argument lists; no shell parses them, so file names need no quoting.
 */
public final class Commands {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9_]+)\\}");

  private final Language language;
  private final List<String> sources;
  private final Map<String, String> values;

  public Commands(Language language, Toolchain.Ready toolchain, ProgramSource program) {
    this.language = language;
    this.sources = EntryPoint.sources(language, program).stream().map(SourceFile::name).toList();
    Map<String, String> known = new HashMap<>(toolchain.programs());
    known.put("entry", EntryPoint.of(language, program));
    this.values = Map.copyOf(known);
  }

  /** Returns whether the language has a compile command. */
  public boolean needCompiling() {
    return !language.compile().isEmpty();
  }

  /** Returns the compile command for a memory limit. */
  public List<String> compile(MemorySize memory) {
    return fill(language.compile(), memory);
  }

  /** Returns the run command for a memory limit. */
  public List<String> run(MemorySize memory) {
    return fill(language.run(), memory);
  }

  private List<String> fill(List<String> words, MemorySize memory) {
    Map<String, String> known = new HashMap<>(values);
    known.put("memory", Long.toString(Math.max(16, memory.bytes() >> 20)));
    List<String> filled = new ArrayList<>();
    for (String word : words) {
      if (word.equals("{sources}")) {
        filled.addAll(sources);
      } else {
        filled.add(fill(word, known));
      }
    }
    return filled;
  }

  private static String fill(String word, Map<String, String> known) {
    Matcher placeholder = PLACEHOLDER.matcher(word);
    return placeholder.replaceAll(
        found -> Matcher.quoteReplacement(known.getOrDefault(found.group(1), found.group())));
  }
}
