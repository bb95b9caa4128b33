package io.kotha.examples.grader.problem;

import static io.kotha.examples.grader.problem.Judgement.AC;
import static io.kotha.examples.grader.problem.Judgement.CE;
import static io.kotha.examples.grader.problem.Judgement.MLE;
import static io.kotha.examples.grader.problem.Judgement.OLE;
import static io.kotha.examples.grader.problem.Judgement.RTE;
import static io.kotha.examples.grader.problem.Judgement.TLE;
import static io.kotha.examples.grader.problem.Judgement.WA;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The judgements that a submission's author expects, by its folder's name, by a DOMjudge tag in its
 * source, or by both.
 *
 * @param judgements the expected judgements, any of which agrees; empty if folder and tag
 *     contradict each other, so that none does
 */
public record Expectation(List<Judgement> judgements) {

  private static final String TAG = "@EXPECTED_RESULTS@:";

  /** Characters of a result that a message quotes. */
  private static final int MAX_QUOTE = 40;

  /** The package format and DOMjudge count exceeded memory as a run-time error. */
  private static final List<Judgement> CRASH = List.of(RTE, MLE);

  private static final Map<String, List<Judgement>> FOLDERS =
      Map.ofEntries(
          Map.entry("accepted", List.of(AC)),
          Map.entry("partially_accepted", List.of(AC)),
          Map.entry("wrong_answer", List.of(WA)),
          Map.entry("time_limit_exceeded", List.of(TLE)),
          Map.entry("run_time_error", CRASH),
          Map.entry("runtime_error", CRASH),
          Map.entry("memory_limit_exceeded", List.of(MLE)),
          Map.entry("output_limit_exceeded", List.of(OLE)),
          Map.entry("output_limit", List.of(OLE)),
          Map.entry("memory_limit", List.of(MLE)),
          Map.entry("no_output", List.of(WA)),
          Map.entry("compile_error", List.of(CE)),
          Map.entry("compiler_error", List.of(CE)),
          Map.entry("rejected", List.of(WA, TLE, RTE, MLE, OLE)),
          Map.entry("brute_force", List.of(TLE, RTE, MLE)));

  private static final Map<String, List<Judgement>> NAMES =
      Map.ofEntries(
          Map.entry("AC", List.of(AC)),
          Map.entry("CORRECT", List.of(AC)),
          Map.entry("ACCEPTED", List.of(AC)),
          Map.entry("WA", List.of(WA)),
          Map.entry("WRONG-ANSWER", List.of(WA)),
          Map.entry("NO-OUTPUT", List.of(WA)),
          Map.entry("TLE", List.of(TLE)),
          Map.entry("TIMELIMIT", List.of(TLE)),
          Map.entry("TIME-LIMIT", List.of(TLE)),
          Map.entry("RTE", List.of(RTE)),
          Map.entry("RUN-ERROR", CRASH),
          Map.entry("RUN-TIME-ERROR", CRASH),
          Map.entry("RUNTIME-ERROR", CRASH),
          Map.entry("MLE", List.of(MLE)),
          Map.entry("MEMORY-LIMIT", List.of(MLE)),
          Map.entry("OLE", List.of(OLE)),
          Map.entry("OUTPUT-LIMIT", List.of(OLE)),
          Map.entry("CE", List.of(CE)),
          Map.entry("COMPILE-ERROR", List.of(CE)),
          Map.entry("COMPILER-ERROR", List.of(CE)));

  public Expectation {
    judgements = List.copyOf(judgements);
  }

  /** Returns whether a judgement is one of those expected. */
  public boolean admits(Judgement judgement) {
    return judgements.contains(judgement);
  }

  /** Returns the expectation of a folder below {@code submissions/}, if the format defines one. */
  static Optional<Expectation> ofFolder(String name) {
    return Optional.ofNullable(FOLDERS.get(name.toLowerCase(Locale.ROOT).replace('-', '_')))
        .map(Expectation::new);
  }

  /**
   * Returns the expectation of the tag in a source; empty unless there is exactly one tag.
   *
   * @throws IllegalArgumentException if the tag names an unknown result
   */
  static Optional<Expectation> ofSource(String source) {
    int start = indexOfTag(source, 0);
    if (start < 0) {
      return Optional.empty();
    }
    String line = source.substring(start + TAG.length()).lines().findFirst().orElse("");
    // DOMjudge ignores repeated tags too: the source may be of a program that prints the tag.
    return indexOfTag(source, start + TAG.length() + line.length()) < 0
        ? Optional.of(ofTag(line))
        : Optional.empty();
  }

  private static int indexOfTag(String source, int from) {
    int found = source.indexOf('@', from);
    while (found >= 0 && !source.regionMatches(true, found, TAG, 0, TAG.length())) {
      found = source.indexOf('@', found + 1);
    }
    return found;
  }

  /** Parses the comma-separated list after the tag. */
  static Expectation ofTag(String list) {
    List<Judgement> all = new ArrayList<>();
    for (String item : list.substring(0, endOfNames(list)).split(",", -1)) {
      List<Judgement> meant = NAMES.get(plain(item));
      if (meant == null) {
        String shown = item.trim();
        throw new IllegalArgumentException(
            "@EXPECTED_RESULTS@ names an unknown result: \""
                + shown.substring(0, Math.min(MAX_QUOTE, shown.length()))
                + "\"");
      }
      meant.stream().filter(judgement -> !all.contains(judgement)).forEach(all::add);
    }
    return new Expectation(all);
  }

  /** Returns the index at which a list ends and the end of its comment begins. */
  private static int endOfNames(String list) {
    int end = 0;
    while (end < list.length() && isOfNames(list.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isOfNames(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || "_, \t-".indexOf(c) >= 0;
  }

  /**
   * Returns a result's name as {@link #NAMES} has it, without the blanks and dashes at its end. No
   * regular expression does this, because it would try each run of them once for each character.
   */
  private static String plain(String item) {
    String name = item.toUpperCase(Locale.ROOT).replace('_', '-');
    int end = name.length();
    while (end > 0 && " \t-".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    String suffix = "-EXCEEDED";
    String word = name.substring(0, end);
    return word.endsWith(suffix) ? word.substring(0, end - suffix.length()).trim() : word.trim();
  }

  /** Returns the judgements that both expectations admit, for a submission with folder and tag. */
  Expectation and(Expectation other) {
    return new Expectation(judgements.stream().filter(other::admits).toList());
  }
}
