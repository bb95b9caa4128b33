package io.kotha.sandbox.linux.seccomp.bpf;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;
import io.kotha.sandbox.linux.seccomp.bpf.Decision.Operand;
import io.kotha.sandbox.linux.seccomp.bpf.Decision.Outcome;
import io.kotha.sandbox.linux.seccomp.bpf.Decision.Test;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays out a graph of decisions as a program. It writes from the end to the beginning: BPF jumps
 * only go forward, so every jump target is already written and its distance is known.
 */
public final class Assembler {

  private final List<BpfInstruction> reversed = new ArrayList<>();
  private final Map<Outcome, Integer> outcomes = new HashMap<>();
  // Each test has up to two entry points: with its operand already in the accumulator, and without.
  private final Map<Test, Integer> loaded = new HashMap<>();
  private final Map<Test, Integer> unloaded = new HashMap<>();

  private Assembler() {}

  /** Returns the program that decides as the graph does. */
  public static BpfProgram assemble(Decision root) {
    Assembler assembler = new Assembler();
    assembler.fallInto(assembler.place(root, null));
    Collections.reverse(assembler.reversed);
    return new BpfProgram(assembler.reversed);
  }

  /**
   * Writes a decision unless it is already written.
   *
   * @param held the operand that the accumulator holds on entry; null if unknown
   * @return the place of its first instruction, counted from the end of the program
   */
  private int place(Decision decision, @Nullable Operand held) {
    if (decision instanceof Outcome outcome) {
      return place(outcome);
    }
    Test test = (Test) decision;
    return test.operand().equals(held) ? placeLoaded(test) : placeUnloaded(test);
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

  private int placeLoaded(Test test) {
    Integer there = loaded.get(test);
    if (there != null) {
      return there;
    }
    int here = compare(test);
    loaded.put(test, here);
    return here;
  }

  private int placeUnloaded(Test test) {
    Integer there = unloaded.get(test);
    if (there != null) {
      return there;
    }
    fallInto(placeLoaded(test));
    int here = load(test.operand());
    unloaded.put(test, here);
    return here;
  }

  private int compare(Test test) {
    int no = place(test.no(), test.operand());
    int yes = place(test.yes(), test.operand());
    no = near(no);
    yes = near(yes);
    no = near(no); // a trampoline for the other branch may have put this one out of reach
    return write(jump(test.jump(), test.k(), yes, no));
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
