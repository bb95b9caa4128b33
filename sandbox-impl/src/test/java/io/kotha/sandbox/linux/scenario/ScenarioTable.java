package io.kotha.sandbox.linux.scenario;

import io.kotha.sandbox.linux.scenario.Ending.State;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints the scenarios and traps that passed in each lane, from the files that the tests wrote.
 *
 * <p>Arguments: {@code [--lanes root,user] [DIRECTORY]}. The default lanes are those that the
 * caller can run: both for root, {@code user} for any other user. Other lanes, such as those in
 * virtual machines, run a part of the tests; their results are listed below the table. The exit
 * status is 1 if a scenario is missing or failed, or if a skip names no feature or a feature that
 * the host has.
 */
public final class ScenarioTable {

  static final ResultFiles FILES = new ResultFiles("scenarios");

  private final List<String> lanes;
  private final LaneFeatures features;
  private final Map<String, Outcome> latest = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private int wrong;

  private ScenarioTable(List<String> lanes, List<Outcome> outcomes, LaneFeatures features) {
    this.lanes = lanes;
    this.features = features;
    // The last run of a test counts.
    outcomes.forEach(o -> latest.put(o.id() + "\t" + o.lane() + "\t" + o.ending().test(), o));
  }

  /** Prints the table, as the class describes. */
  public static void main(String[] args) throws IOException {
    List<String> rest = new ArrayList<>(Arrays.asList(args));
    List<String> lanes = Lane.isRoot() ? List.of("root", "user") : List.of("user");
    if (!rest.isEmpty() && rest.get(0).equals("--lanes")) {
      lanes = Stream.of(rest.get(1).split(",")).filter(lane -> !lane.isEmpty()).toList();
      rest = rest.subList(2, rest.size());
    }
    Path directory = Path.of(rest.isEmpty() ? "target" : rest.get(0));
    List<Outcome> outcomes = FILES.lines(directory).stream().map(Outcome::parse).toList();
    ScenarioTable table = new ScenarioTable(lanes, outcomes, FILES.features(directory));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(table.print(out) ? 0 : 1);
  }

  /** Prints the table, and returns true if nothing is wrong. */
  private boolean print(PrintStream out) {
    if (!lanes.isEmpty()) {
      out.println();
      out.println("Scenarios");
      Catalogue.SCENARIOS.forEach((id, title) -> row(out, id, id + "  " + title));
      out.println();
      out.println("Traps");
      Catalogue.TRAPS.forEach(trap -> row(out, trap, trap));
    }
    latest.values().stream()
        .map(Outcome::lane)
        .filter(lane -> !lanes.contains(lane))
        .distinct()
        .sorted()
        .forEach(lane -> also(out, lane));
    if (!notes.isEmpty()) {
      out.println();
      notes.forEach(out::println);
    }
    out.println();
    out.println(
        wrong == 0
            ? "All scenarios and traps passed."
            : wrong + " scenarios or traps did not pass.");
    return wrong == 0;
  }

  private void row(PrintStream out, String id, String label) {
    StringBuilder line = new StringBuilder(String.format("  %-54s", label));
    for (String lane : lanes) {
      line.append(String.format(" %s: %-28s", lane, cell(id, lane)));
    }
    out.println(line.toString().stripTrailing());
  }

  /** Prints the results of a lane that runs a part of the tests. */
  private void also(PrintStream out, String lane) {
    List<String> ids = new ArrayList<>(Catalogue.SCENARIOS.keySet());
    ids.addAll(Catalogue.TRAPS);
    List<String> shown =
        ids.stream()
            .filter(id -> latest.values().stream().anyMatch(o -> isOf(o, id, lane)))
            .filter(id -> cell(id, lane).startsWith("passed"))
            .toList();
    out.println();
    out.println("Also passed in " + lane + ": " + String.join(", ", shown));
  }

  private static boolean isOf(Outcome outcome, String id, String lane) {
    return outcome.id().equals(id) && outcome.lane().equals(lane);
  }

  private String cell(String id, String lane) {
    List<Outcome> all = latest.values().stream().filter(o -> isOf(o, id, lane)).toList();
    if (Catalogue.LATER.contains(id) && all.isEmpty()) {
      return "later";
    }
    List<Outcome> failed = in(all, State.FAILED);
    failed.forEach(o -> note("FAILED", o));
    List<Outcome> unfounded =
        in(all, State.SKIPPED).stream().filter(o -> !features.excuse(o.ending())).toList();
    unfounded.forEach(o -> note("SKIPPED ALTHOUGH THE HOST HAS THE FEATURE", o));
    if (all.isEmpty() || !failed.isEmpty() || !unfounded.isEmpty()) {
      wrong++;
      return all.isEmpty() ? "MISSING" : failed.isEmpty() ? "WRONGLY SKIPPED" : "FAILED";
    }
    Set<String> lacking =
        in(all, State.SKIPPED).stream()
            .map(o -> o.ending().lackingFeature().orElseThrow())
            .collect(Collectors.toCollection(TreeSet::new));
    if (in(all, State.PASSED).isEmpty()) {
      return "skipped, no " + String.join(", ", lacking);
    }
    return lacking.isEmpty() ? "passed" : "passed; part skipped, no " + String.join(", ", lacking);
  }

  private void note(String what, Outcome outcome) {
    notes.add(
        what
            + " "
            + outcome.id()
            + " ["
            + outcome.lane()
            + "] "
            + outcome.ending().test()
            + ": "
            + outcome.ending().reason());
  }

  private static List<Outcome> in(List<Outcome> outcomes, State state) {
    return outcomes.stream().filter(o -> o.ending().state() == state).toList();
  }
}
