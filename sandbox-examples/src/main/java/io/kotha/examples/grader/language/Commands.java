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
 * The commands of one program: those of its language with the blanks filled in. They are lists of
 * words from start to end; no shell reads them, whatever a file is called.
 */
public final class Commands {

  private static final Pattern BLANK = Pattern.compile("\\{([A-Za-z0-9_]+)\\}");

  private final Language language;
  private final List<String> sources;
  private final Map<String, String> values;

  public Commands(Language language, Toolchain.Ready toolchain, ProgramSource program) {
    this.language = language;
    this.sources = EntryPoint.sources(language, program).stream().map(SourceFile::name).toList();
    Map<String, String> blanks = new HashMap<>(toolchain.programs());
    blanks.put("entry", EntryPoint.of(language, program));
    this.values = Map.copyOf(blanks);
  }

  /** Whether there is anything to compile or check. */
  public boolean needCompiling() {
    return !language.compile().isEmpty();
  }

  /** The command that compiles. */
  public List<String> compile(MemorySize memory) {
    return fill(language.compile(), memory);
  }

  /** The command that runs. */
  public List<String> run(MemorySize memory) {
    return fill(language.run(), memory);
  }

  private List<String> fill(List<String> words, MemorySize memory) {
    Map<String, String> blanks = new HashMap<>(values);
    blanks.put("memory", Long.toString(Math.max(16, memory.bytes() >> 20)));
    List<String> filled = new ArrayList<>();
    for (String word : words) {
      if (word.equals("{sources}")) {
        filled.addAll(sources);
      } else {
        filled.add(fill(word, blanks));
      }
    }
    return filled;
  }

  private static String fill(String word, Map<String, String> blanks) {
    Matcher blank = BLANK.matcher(word);
    return blank.replaceAll(
        found -> Matcher.quoteReplacement(blanks.getOrDefault(found.group(1), found.group())));
  }
}
