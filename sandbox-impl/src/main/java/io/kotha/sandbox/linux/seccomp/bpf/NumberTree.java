package io.kotha.sandbox.linux.seccomp.bpf;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the decision of a system call by its number, in a balanced tree of comparisons.
 *
 * <p>While it loads a filter, the kernel runs it once for each number to learn which calls are
 * always allowed. So a tree is balanced by how many numbers lie on each side, and its cost is the
 * sum of all their paths.
 */
public final class NumberTree {

  /** Numbers up to the next one with another decision. */
  private record Range(int from, Decision decision) {}

  private static final int MOST_ISLANDS = 2;

  private final DecisionGraph graph;
  private final int end;
  private final List<Range> ranges = new ArrayList<>();

  /**
   * An empty tree.
   *
   * @param end one more than the largest number that is a call
   */
  public NumberTree(DecisionGraph graph, int end) {
    this.graph = graph;
    this.end = end;
  }

  /**
   * The numbers from here on, up to those of the next call, meet this decision.
   *
   * @param from unsigned, larger than those before; the first is 0
   */
  public void add(int from, Decision decision) {
    if (ranges.isEmpty() || ranges.get(ranges.size() - 1).decision() != decision) {
      ranges.add(new Range(from, decision));
    }
  }

  public Decision root() {
    return root(0, ranges.size() - 1);
  }

  private Decision root(int first, int last) {
    if (first == last) {
      return ranges.get(first).decision();
    } else if (isSea(first, last)) {
      return islands(first, last);
    }
    int right = half(first, last);
    return graph.test(
        DataWord.NUMBER,
        Jump.JGE,
        ranges.get(right).from(),
        root(right, last),
        root(first, right - 1));
  }

  /** The range that the right half begins with. */
  private int half(int first, int last) {
    int twiceMiddle = start(first) + start(last + 1);
    int best = first + 1;
    for (int i = first + 2; i <= last; i++) {
      if (Math.abs(2 * start(i) - twiceMiddle) < Math.abs(2 * start(best) - twiceMiddle)) {
        best = i;
      }
    }
    return best;
  }

  /** Where a range begins among the numbers that the kernel has. */
  private int start(int range) {
    return range == ranges.size() ? end : Math.min(ranges.get(range).from(), end);
  }

  /** Whether these are one decision with a few single numbers in it that have others. */
  private boolean isSea(int first, int last) {
    boolean sea = (last - first) % 2 == 0 && (last - first) / 2 <= MOST_ISLANDS;
    for (int i = first; sea && i <= last; i += 2) {
      sea = ranges.get(i).decision() == ranges.get(first).decision();
    }
    for (int i = first + 1; sea && i < last; i += 2) {
      sea = ranges.get(i + 1).from() - ranges.get(i).from() == 1;
    }
    return sea;
  }

  private Decision islands(int first, int last) {
    Decision decision = ranges.get(first).decision();
    for (int i = last - 1; i > first; i -= 2) {
      Range island = ranges.get(i);
      decision = graph.test(DataWord.NUMBER, Jump.JEQ, island.from(), island.decision(), decision);
    }
    return decision;
  }
}
