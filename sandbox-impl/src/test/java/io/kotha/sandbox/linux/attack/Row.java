package io.kotha.sandbox.linux.attack;

import java.util.stream.Stream;

/**
 * A row of the catalogue.
 *
 * @param id section and number
 * @param severe true if two protections must each be seen to hold
 * @param lane the lane whose rooms are concerned: {@code both}, or {@code root}
 * @param failure the failure in another tool
 * @param exception {@link #NO_ATTACK} or {@link #ONE_WALL} with the reason, {@link #LEFT} with the
 *     remaining gap, or empty
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
      throw new IllegalArgumentException("unknown kind of exception: " + line);
    }
    return new Row(columns[0], columns[1].equals("C"), columns[2], columns[3], columns[4]);
  }

  boolean concerns(String wanted) {
    return lane.equals("both") || lane.equals(wanted);
  }

  /** Returns true if no attack is possible; the exception gives the reason. */
  boolean isClosed() {
    return exception.startsWith(NO_ATTACK);
  }

  /** Returns true if the exception gives the reason why a severe row has a single protection. */
  boolean hasOneWall() {
    return exception.startsWith(ONE_WALL);
  }
}
