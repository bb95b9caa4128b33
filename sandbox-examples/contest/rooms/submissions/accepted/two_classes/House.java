import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Rooms 1..n and the one-way doors between them. */
final class House {
  private final List<List<Integer>> leadsTo = new ArrayList<>();

  House(int rooms) {
    for (int room = 0; room <= rooms; room++) {
      leadsTo.add(new ArrayList<>());
    }
  }

  void door(int from, int to) {
    leadsTo.get(from).add(to);
  }

  OptionalInt doorsBetween(int from, int to) {
    int[] passed = new int[leadsTo.size()];
    Arrays.fill(passed, -1);
    passed[from] = 0;
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(from));
    while (!queue.isEmpty()) {
      int here = queue.remove();
      for (int there : leadsTo.get(here)) {
        if (passed[there] < 0) {
          passed[there] = passed[here] + 1;
          queue.add(there);
        }
      }
    }
    return passed[to] < 0 ? OptionalInt.empty() : OptionalInt.of(passed[to]);
  }
}
