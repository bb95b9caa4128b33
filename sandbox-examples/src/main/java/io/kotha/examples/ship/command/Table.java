package io.kotha.examples.ship.command;

import io.kotha.examples.html.Plain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text in columns as wide as their widest cell. */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... titles) {
    rows.add(List.of(titles));
  }

  /** Adds a row. Cells may be hostile: none breaks the line or controls a terminal. */
  void row(Object... cells) {
    rows.add(Arrays.stream(cells).map(cell -> Plain.text(String.valueOf(cell))).toList());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        line.append(" ".repeat(2 + width(i) - row.get(i).length()));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
