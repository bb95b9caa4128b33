package io.kotha.sandbox.linux.attack;

import io.kotha.sandbox.linux.scenario.Ending.State;
import io.kotha.sandbox.linux.scenario.LaneFeatures;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Checks that every row has a result in each lane, and enough protections. */
final class Review {

  private final List<String> lanes;
  private final LaneFeatures features;
  private final List<Attempt> attempts;
  private final List<String> complaints = new ArrayList<>();

  private Review(List<String> lanes, LaneFeatures features, List<Attempt> attempts) {
    this.lanes = lanes;
    this.features = features;
    this.attempts = attempts;
  }

  static List<String> complaints(
      List<String> lanes, LaneFeatures features, List<Attempt> attempts) {
    Review review = new Review(lanes, features, attempts);
    attempts.forEach(review::lookAt);
    Catalogue.rows().forEach(review::lookAt);
    return review.complaints;
  }

  private void lookAt(Attempt attempt) {
    State state = attempt.ending().state();
    if (state == State.FAILED) {
      complain(attempt, "succeeded, or its test failed for another reason");
    } else if (state == State.SKIPPED && !features.excuse(attempt.ending())) {
      complain(attempt, "was skipped although the host has the feature");
    }
  }

  private void lookAt(Row row) {
    List<Attempt> made = attempts.stream().filter(a -> a.row().equals(row.id())).toList();
    if (row.isClosed()) {
      if (!made.isEmpty()) {
        complaints.add(row.id() + " has an exception \"no attack\", but a test makes an attack");
      }
      return;
    }
    for (String lane : lanes) {
      if (row.concerns(lane) && made.stream().noneMatch(a -> a.ending().lane().equals(lane))) {
        complaints.add(row.id() + " has no result in lane " + lane + ": " + row.failure());
      }
    }
    if (row.severe()) {
      count(row, made);
    }
  }

  private void count(Row row, List<Attempt> made) {
    Set<Wall> walls = EnumSet.noneOf(Wall.class);
    made.stream().filter(Attempt::held).forEach(a -> walls.addAll(a.walls()));
    if (walls.size() < 2 && !row.hasOneWall()) {
      complaints.add(
          row.id() + " is severe, but fewer than two protections were seen to hold: " + walls);
    }
    if (walls.size() > 1 && row.hasOneWall()) {
      complaints.add(row.id() + " has an exception for one protection, but has " + walls);
    }
  }

  private void complain(Attempt attempt, String what) {
    complaints.add(
        attempt.row()
            + " "
            + attempt.move()
            + " "
            + what
            + " ["
            + attempt.ending().lane()
            + "] "
            + attempt.ending().test()
            + ": "
            + attempt.ending().reason());
  }
}
