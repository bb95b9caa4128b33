package io.kotha.sandbox.linux.attack;

import io.kotha.sandbox.linux.scenario.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line of a result file: an attack that a test made.
 *
 * @param row the id of a row of the catalogue
 * @param move the action of the attacker
 * @param walls the protections that held
 * @param seen the attacker's observations, perhaps empty
 * @param ending the end of the test
 */
record Attempt(String row, String move, Set<Wall> walls, String seen, Ending ending) {

  private static final String NONE = "-";

  List<String> columns() {
    List<String> all = new ArrayList<>(List.of(row, move, names(walls), seen));
    all.addAll(ending.columns());
    return all;
  }

  static Attempt parse(List<String> columns) {
    Set<Wall> walls =
        columns.get(2).equals(NONE)
            ? Set.of()
            : setOf(Arrays.stream(columns.get(2).split(",")).map(Wall::valueOf).toList());
    return new Attempt(
        columns.get(0),
        columns.get(1),
        walls,
        columns.get(3),
        Ending.parse(columns.subList(4, columns.size())));
  }

  /** Returns a set in the order of declaration. */
  static Set<Wall> setOf(Collection<Wall> walls) {
    return walls.isEmpty() ? Set.of() : EnumSet.copyOf(walls);
  }

  boolean held() {
    return ending.state() == Ending.State.PASSED;
  }

  private static String names(Set<Wall> walls) {
    return walls.isEmpty() ? NONE : walls.stream().map(Wall::name).collect(Collectors.joining(","));
  }
}
