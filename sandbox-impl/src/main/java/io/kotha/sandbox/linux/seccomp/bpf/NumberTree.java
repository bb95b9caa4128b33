package io.kotha.sandbox.linux.seccomp.bpf;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;
import java.util.ArrayList;
import java.util.List;

/**
 * A balanced tree of comparisons that finds the decision for a system call by its number.
 *
 * <p>While the kernel loads a filter, it runs the filter once for each call number to learn which
 * calls are always allowed. The cost of a tree is therefore the sum of the paths of all numbers,
 * and the tree is balanced by the count of numbers on each side.
 */
public final class NumberTree {

  /** The numbers from here to the start of the next range, which all have this decision. */
  private record Range(int from, Decision decision) {}

  /** The largest number of exceptions that are compared one by one instead of by halving. */
  private static final int MAX_EXCEPTIONS = 2;

  private final DecisionGraph graph;
  private final int end;
  private final List<Range> ranges = new ArrayList<>();

  /**
   * Creates an empty tree.
   *
   * @param end one more than the largest number that is a call
   */
  public NumberTree(DecisionGraph graph, int end) {
    this.graph = graph;
    this.end = end;
  }

  /**
   * Sets the decision for the numbers from here up to the next {@code from}.
   *
   * @param from the first number, unsigned, larger than those before; the first one is 0
   */
  public void add(int from, Decision decision) {
    if (ranges.isEmpty() || ranges.get(ranges.size() - 1).decision() != decision) {
      ranges.add(new Range(from, decision));
    }
  }

  /** Returns the decision over all numbers. */
  public Decision root() {
    return root(0, ranges.size() - 1);
  }

  private Decision root(int first, int last) {
    if (first == last) {
      return ranges.get(first).decision();
    } else if (hasFewExceptions(first, last)) {
      return exceptions(first, last);
    }
    int right = half(first, last);
    return graph.test(
        DataWord.NUMBER,
        Jump.JGE,
        ranges.get(right).from(),
        root(right, last),
        root(first, right - 1));
  }

  /** Returns the range that the right half begins with. */
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

  /** Returns the first number of a range, limited to the numbers that the kernel has. */
  private int start(int range) {
    return range == ranges.size() ? end : Math.min(ranges.get(range).from(), end);
  }

  /** Returns whether these ranges are one decision, except for a few single numbers. */
  private boolean hasFewExceptions(int first, int last) {
    boolean few = (last - first) % 2 == 0 && (last - first) / 2 <= MAX_EXCEPTIONS;
    for (int i = first; few && i <= last; i += 2) {
      few = ranges.get(i).decision() == ranges.get(first).decision();
    }
    for (int i = first + 1; few && i < last; i += 2) {
      few = ranges.get(i + 1).from() - ranges.get(i).from() == 1;
    }
    return few;
  }

  private Decision exceptions(int first, int last) {
    Decision decision = ranges.get(first).decision();
    for (int i = last - 1; i > first; i -= 2) {
      Range single = ranges.get(i);
      decision = graph.test(DataWord.NUMBER, Jump.JEQ, single.from(), single.decision(), decision);
    }
    return decision;
  }
}
