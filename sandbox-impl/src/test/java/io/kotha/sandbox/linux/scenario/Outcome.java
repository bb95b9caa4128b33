package io.kotha.sandbox.linux.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a result file: the end of a test of a scenario or trap.
 *
 * @param id a scenario's id or a trap's text
 * @param ending the end of the test
 */
record Outcome(String id, Ending ending) {

  List<String> columns() {
    List<String> all = new ArrayList<>(List.of(id));
    all.addAll(ending.columns());
    return all;
  }

  static Outcome parse(List<String> columns) {
    return new Outcome(columns.get(0), Ending.parse(columns.subList(1, columns.size())));
  }

  String lane() {
    return ending.lane();
  }
}
