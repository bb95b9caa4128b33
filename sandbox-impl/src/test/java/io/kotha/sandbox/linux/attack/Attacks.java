package io.kotha.sandbox.linux.attack;

import io.kotha.sandbox.linux.scenario.ResultFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates the recorded attacks: {@code Attacks check|write LANES DIRECTORY PAGE}.
 *
 * <p>{@code check} compares the page with the results; {@code write} writes the page. Either way
 * the exit status is 1 if an attack succeeded, if a row lacks a result in one of the lanes
 * (separated by commas), or if it lacks a protection. Without the lanes of root and of the user the
 * page is not compared, because it holds the results of both.
 */
public final class Attacks {

  static final ResultFiles FILES = new ResultFiles("attacks");

  private Attacks() {}

  /** Checks or writes the page, as the class describes. */
  public static void main(String[] args) throws IOException {
    List<String> lanes = List.of(args[1].split(","));
    Path directory = Path.of(args[2]);
    Path page = Path.of(args[3]);
    List<Attempt> attempts = latest(directory, lanes);
    List<String> complaints =
        new ArrayList<>(Review.complaints(lanes, FILES.features(directory), attempts));
    if (args[0].equals("write")) {
      Files.write(page, Page.of(attempts));
    } else if (lanes.containsAll(List.of("root", "user"))) {
      complaints.addAll(differences(Page.of(attempts), Files.readAllLines(page)));
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    complaints.forEach(out::println);
    long held = attempts.stream().filter(Attempt::held).count();
    out.println(held + " attacks held, " + complaints.size() + " complaints");
    System.exit(complaints.isEmpty() ? 0 : 1);
  }

  /** Returns the last run of each test: a test may run again, or on several JDKs. */
  private static List<Attempt> latest(Path directory, List<String> lanes) throws IOException {
    Map<String, Attempt> all = new LinkedHashMap<>();
    FILES.lines(directory).stream()
        .map(Attempt::parse)
        .filter(a -> lanes.contains(a.ending().lane()))
        .forEach(a -> all.put(a.row() + a.ending().lane() + a.ending().test() + a.move(), a));
    return List.copyOf(all.values());
  }

  private static List<String> differences(List<String> made, List<String> written) {
    List<String> now = Page.outline(made);
    List<String> then = Page.outline(written);
    List<String> all = new ArrayList<>();
    now.stream().filter(l -> !then.contains(l)).forEach(l -> all.add("the page lacks: " + l));
    then.stream()
        .filter(l -> !now.contains(l))
        .forEach(l -> all.add("the page has a surplus line: " + l));
    if (!all.isEmpty()) {
      all.add("run bin/attacks to write the page again");
    }
    return all;
  }
}
