package io.kotha.sandbox.linux.attack;

import java.util.stream.Stream;

/**
 * A row of the catalogue.
 *
 * @param id section and number
 * @param severe whether two walls have to hold, each seen to
 * @param lane whose rooms it is about: {@code both}, or {@code root}
 * @param failure what went wrong elsewhere
 * @param exception {@link #NO_ATTACK} or {@link #ONE_WALL} and the reason, {@link #LEFT} and what
 *     is, or empty
 */
record Row(String id, boolean severe, String lane, String failure, String exception) {

  private static final String NO_ATTACK = "no attack: ";
  private static final String ONE_WALL = "one protection: ";
  private static final String LEFT = "left: ";

  static Row parse(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != 5) {
      throw new IllegalArgumentException("not a row of the catalogue: " + line);
    }
    if (!columns[4].isEmpty()
        && Stream.of(NO_ATTACK, ONE_WALL, LEFT).noneMatch(columns[4]::startsWith)) {
      throw new IllegalArgumentException("no exception of this kind: " + line);
    }
    return new Row(columns[0], columns[1].equals("C"), columns[2], columns[3], columns[4]);
  }

  boolean concerns(String wanted) {
    return lane.equals("both") || lane.equals(wanted);
  }

  /** Nothing can be tried: the reason is written down. */
  boolean isClosed() {
    return exception.startsWith(NO_ATTACK);
  }

  /** The reason why a severe one has a single wall is written down. */
  boolean hasOneWall() {
    return exception.startsWith(ONE_WALL);
  }
}
