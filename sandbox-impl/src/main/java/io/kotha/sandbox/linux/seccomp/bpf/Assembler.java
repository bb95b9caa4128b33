package io.kotha.sandbox.linux.seccomp.bpf;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;
import io.kotha.sandbox.linux.seccomp.bpf.Decision.Operand;
import io.kotha.sandbox.linux.seccomp.bpf.Decision.Outcome;
import io.kotha.sandbox.linux.seccomp.bpf.Decision.Test;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lays out a graph of decisions as a program. It writes from the end to the beginning: BPF jumps
 * only go forward, so every jump target is already written and its distance is known.
 */
public final class Assembler {

  private static final int NONE = -1;

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final List<BpfInstruction> reversed = new ArrayList<>();
  private final Map<Outcome, Integer> outcomes = new HashMap<>();
  // Each test has up to two entry points: with its operand already in the accumulator, and without.
  private final Map<Test, Integer> loaded = new HashMap<>();
  private final Map<Test, Integer> unloaded = new HashMap<>();

  private Assembler() {}

  /** Returns the program that decides as the graph does. */
  public static BpfProgram assemble(Decision root) {
    Assembler assembler = new Assembler();
    assembler.fallInto(assembler.place(root));
    Collections.reverse(assembler.reversed);
    return new BpfProgram(assembler.reversed);
  }

  /** A test that waits until its successors are written. */
  private static final class Waiting {
    final Test test;
    final boolean isLoaded;
    int no = NONE;
    int yes = NONE;

    Waiting(Test test, boolean isLoaded) {
      this.test = test;
      this.isLoaded = isLoaded;
    }
  }

  /**
   * Writes a graph. Not by recursion: a policy of a few thousand rules for one call is a chain of
   * as many tests, which would overflow the stack.
   *
   * @return the place of its first instruction, counted from the end of the program
   */
  private int place(Decision root) {
    int there = placeOrWait(root, null);
    while (there == NONE) {
      Waiting top = waiting.element();
      Operand operand = top.test.operand();
      if (top.no == NONE) {
        top.no = placeOrWait(top.test.no(), operand);
      }
      if (top.no != NONE && top.yes == NONE) {
        top.yes = placeOrWait(top.test.yes(), operand);
      }
      if (top.yes != NONE) {
        waiting.remove();
        loaded.put(top.test, compare(top.test, top.yes, top.no));
        if (!top.isLoaded) {
          load(top.test);
        }
      }
      there = waiting.isEmpty() ? placeOrWait(root, null) : NONE;
    }
    return there;
  }

  /**
   * Writes a decision unless it is already written, or it is a test whose successors come first.
   *
   * @param held the operand that the accumulator holds on entry; null if unknown
   * @return its place, or {@link #NONE} if it waits now
   */
  private int placeOrWait(Decision decision, @Nullable Operand held) {
    if (decision instanceof Outcome outcome) {
      return place(outcome);
    }
    Test test = (Test) decision;
    boolean isLoaded = test.operand().equals(held);
    Integer there = isLoaded ? loaded.get(test) : unloaded.get(test);
    if (there != null) {
      return there;
    } else if (!isLoaded && loaded.containsKey(test)) {
      return load(test);
    }
    waiting.push(new Waiting(test, isLoaded));
    return NONE;
  }

  private int place(Outcome outcome) {
    Integer there = outcomes.get(outcome);
    if (there != null && distance(there) < BpfInstruction.REACH) {
      return there;
    }
    int here = write(BpfInstruction.ret(outcome.value()));
    outcomes.put(outcome, here);
    return here;
  }

  /** Writes the other entry point of a test, which loads its operand. */
  private int load(Test test) {
    fallInto(Objects.requireNonNull(loaded.get(test)));
    int here = load(test.operand());
    unloaded.put(test, here);
    return here;
  }

  private int compare(Test test, int yes, int no) {
    int nearNo = near(no);
    int nearYes = near(yes);
    nearNo = near(nearNo); // a trampoline for the other branch may have put this one out of reach
    return write(jump(test.jump(), test.k(), nearYes, nearNo));
  }

  private BpfInstruction jump(Jump jump, int k, int yes, int no) {
    return BpfInstruction.jump(jump, k, distance(yes), distance(no));
  }

  private int load(Operand operand) {
    if (operand.mask() != Operand.ALL_BITS) {
      write(BpfInstruction.and(operand.mask()));
    }
    return write(BpfInstruction.load(operand.word()));
  }

  /**
   * Returns the place itself if a conditional jump reaches it; otherwise writes an unconditional
   * jump to it and returns the place of that jump.
   */
  private int near(int place) {
    return distance(place) <= BpfInstruction.REACH
        ? place
        : write(BpfInstruction.skip(distance(place)));
  }

  /** Makes the next instruction to be written continue at that place. */
  private void fallInto(int place) {
    if (distance(place) > 0) {
      write(BpfInstruction.skip(distance(place)));
    }
  }

  /** Returns the number of instructions between the next one to be written and that place. */
  private int distance(int place) {
    return reversed.size() - 1 - place;
  }

  private int write(BpfInstruction instruction) {
    reversed.add(instruction);
    return reversed.size() - 1;
  }
}
