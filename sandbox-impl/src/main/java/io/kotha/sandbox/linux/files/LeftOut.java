package io.kotha.sandbox.linux.files;

import java.util.ArrayList;
import java.util.List;

/**
 * The files that were not copied out, each with the reason. The payload decides how many there are,
 * so only the first are kept.
 */
public final class LeftOut {

  private static final int MAX_LINES = 100;

  private final List<String> lines = new ArrayList<>();
  private int more;

  void add(String source, String reason) {
    if (lines.size() < MAX_LINES) {
      lines.add(source + ": " + reason);
    } else {
      more++;
    }
  }

  /** Returns a line for each of the first files, and one with the number of the others. */
  public List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (more > 0) {
      all.add("and " + more + " more");
    }
    return all;
  }
}
