package io.kotha.sandbox.linux.attack;

import io.kotha.sandbox.linux.scenario.Ending.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page {@code docs/attacks.md}. */
final class Page {

  private static final Map<Character, String> SECTIONS =
      new TreeMap<>(
          Map.of(
              'A', "Before the program runs, and after its end",
              'B', "Identity and privilege",
              'C', "Namespaces, mounts, roots",
              'D', "Files of the kernel, devices",
              'E', "System calls",
              'F', "Network and IPC",
              'G', "Resources"));

  /** The columns with results, which may differ from host to host. */
  private static final Set<Integer> RESULTS = Set.of(4, 5);

  private final List<Attempt> attempts;
  private final List<String> lines = new ArrayList<>();

  private Page(List<Attempt> attempts) {
    this.attempts = attempts;
  }

  static List<String> of(List<Attempt> attempts) {
    Page page = new Page(attempts);
    page.head();
    char section = 0;
    for (Row row : Catalogue.rows()) {
      if (row.id().charAt(0) != section) {
        section = row.id().charAt(0);
        page.section(section);
      }
      page.row(row);
    }
    return page.lines;
  }

  /** Returns the page without results. */
  static List<String> outline(List<String> page) {
    return page.stream().map(Page::withoutResults).toList();
  }

  private static String withoutResults(String line) {
    if (!line.startsWith("|")) {
      return line;
    }
    String[] cells = line.split("\\|", -1);
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      kept.add(RESULTS.contains(i) ? "" : cells[i]);
    }
    return String.join("|", kept);
  }

  private void head() {
    add(
        "# Attacks",
        "",
        "`bin/test` tries these attacks against its own rooms. `bin/attacks` writes this page from the results of the",
        "tests. They fail if an attack succeeds, if a row has no result, or if this page lacks an attack. *root* and",
        "*user* are the JVM's user; in brackets is what the attacker saw. A row marked **!** would be the end of",
        "isolation if it succeeded: at least two protections were each seen to hold, or the row says why there is one.",
        "",
        "| protection | |",
        "|---|---|");
    Arrays.stream(Wall.values()).forEach(w -> add("| " + w.label() + " | " + w.meaning() + " |"));
  }

  private void section(char letter) {
    add(
        "",
        "## " + letter + ". " + SECTIONS.get(letter),
        "",
        "| | failed elsewhere | attack | root | user | protections | tests |",
        "|---|---|---|---|---|---|---|");
  }

  private void row(Row row) {
    String id = row.id() + (row.severe() ? " **!**" : "");
    String failure = row.failure();
    if (!row.exception().isEmpty()) {
      failure += ". *" + row.exception() + "*";
    }
    Map<String, List<Attempt>> byWalls =
        attempts.stream()
            .filter(a -> a.row().equals(row.id()))
            .collect(Collectors.groupingBy(Page::walls, TreeMap::new, Collectors.toList()));
    if (byWalls.isEmpty()) {
      cells(id, failure, "", "", "", "", "");
    }
    for (Map.Entry<String, List<Attempt>> group : byWalls.entrySet()) {
      List<Attempt> made = group.getValue();
      cells(
          id,
          failure,
          joined(made.stream().map(Attempt::move).toList(), "; "),
          result(row, "root", made),
          result(row, "user", made),
          group.getKey(),
          joined(made.stream().map(a -> a.ending().test().replaceAll("\\..*", "")).toList(), ", "));
      id = "";
      failure = "";
    }
  }

  private static String walls(Attempt attempt) {
    return attempt.walls().stream().map(Wall::label).collect(Collectors.joining(", "));
  }

  private static String result(Row row, String lane, List<Attempt> made) {
    List<Attempt> here = made.stream().filter(a -> a.ending().lane().equals(lane)).toList();
    if (here.isEmpty()) {
      return row.concerns(lane) ? "–" : "not concerned";
    }
    if (here.stream().anyMatch(a -> a.ending().state() == State.FAILED)) {
      return "**succeeded**";
    }
    List<Attempt> held = here.stream().filter(Attempt::held).toList();
    if (held.isEmpty()) {
      return "not tried: no "
          + joined(
              here.stream().map(a -> a.ending().lackingFeature().orElse("reason")).toList(), ", ");
    }
    Set<String> seen = new LinkedHashSet<>();
    held.stream().map(Attempt::seen).filter(s -> !s.isEmpty()).sorted().forEach(seen::add);
    return seen.isEmpty() ? "held" : "held (" + String.join(", ", words(seen)) + ")";
  }

  private static Set<String> words(Set<String> lists) {
    return lists.stream()
        .flatMap(list -> Arrays.stream(list.split(", ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String joined(List<String> texts, String separator) {
    return String.join(separator, new TreeSet<>(texts));
  }

  private void cells(String... cells) {
    add("| " + String.join(" | ", cells) + " |");
  }

  private void add(String... more) {
    lines.addAll(List.of(more));
  }
}
