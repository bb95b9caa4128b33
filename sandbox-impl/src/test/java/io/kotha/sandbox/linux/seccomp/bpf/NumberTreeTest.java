package io.kotha.sandbox.linux.seccomp.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The shape of the tree: it decides how many steps the kernel takes for each number. */
class NumberTreeTest {

  private static final int END = 100;

  private final DecisionGraph graph = new DecisionGraph();
  private final Decision sea = graph.outcome(1);
  private final Decision island = graph.outcome(2);
  private final NumberTree tree = new NumberTree(graph, END);

  private void islands(int width, int... numbers) {
    tree.add(0, sea);
    for (int number : numbers) {
      tree.add(number, island);
      tree.add(number + width, sea);
    }
  }

  private static void assertTest(Decision decision, Jump jump, int k) {
    assertThat(decision).isInstanceOf(Decision.Test.class);
    assertThat(((Decision.Test) decision).operand().word()).isEqualTo(DataWord.NUMBER);
    assertThat(((Decision.Test) decision).jump()).isEqualTo(jump);
    assertThat(((Decision.Test) decision).k()).isEqualTo(k);
  }

  @Test
  void oneDecisionNeedsNoComparison() {
    islands(1);

    assertThat(tree.root()).isSameAs(sea);
  }

  @Test
  void singleNumberIsOneComparison() {
    islands(1, 40);

    assertTest(tree.root(), Jump.JEQ, 40);
    assertThat(((Decision.Test) tree.root()).yes()).isSameAs(island);
    assertThat(((Decision.Test) tree.root()).no()).isSameAs(sea);
  }

  @Test
  void twoSingleNumbersAreTwoComparisons() {
    islands(1, 40, 60);

    assertTest(tree.root(), Jump.JEQ, 40);
    assertTest(((Decision.Test) tree.root()).no(), Jump.JEQ, 60);
    assertThat(((Decision.Test) ((Decision.Test) tree.root()).no()).no()).isSameAs(sea);
  }

  @Test
  void threeSingleNumbersAreSearched() {
    islands(1, 20, 50, 80);

    assertThat(((Decision.Test) tree.root()).jump()).isEqualTo(Jump.JGE);
  }

  @Test
  void twoNumbersInRowAreARange() {
    islands(2, 40);

    assertThat(((Decision.Test) tree.root()).jump()).isEqualTo(Jump.JGE);
  }

  @Test
  void numberBetweenTwoDecisionsIsNoIsland() {
    tree.add(0, sea);
    tree.add(40, island);
    tree.add(41, graph.outcome(3));

    assertThat(((Decision.Test) tree.root()).jump()).isEqualTo(Jump.JGE);
  }

  /** Each range is a decision of its own, so that none is an island. */
  @Test
  void treeIsBalancedByTheNumbersOnEachSide() {
    int[] starts = {0, 1, 2, 3, 60, 90};
    for (int i = 0; i < starts.length; i++) {
      tree.add(starts[i], graph.outcome(10 + i));
    }

    assertTest(tree.root(), Jump.JGE, 60);
    assertTest(((Decision.Test) tree.root()).yes(), Jump.JGE, 90);
    assertTest(((Decision.Test) tree.root()).no(), Jump.JGE, 3);
  }

  @Property(tries = 300)
  void everyNumberFindsItsDecision(
      @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 120) Integer> starts) {
    NavigableMap<Integer, Integer> values = new TreeMap<>();
    values.put(0, 0);
    starts.forEach(start -> values.put(start, start % 3));
    DecisionGraph decisions = new DecisionGraph();
    NumberTree numbers = new NumberTree(decisions, END);
    values.forEach((start, value) -> numbers.add(start, decisions.outcome(value)));

    BpfInterpreter program = new BpfInterpreter(Assembler.assemble(numbers.root()));
    for (int number = 0; number < 130; number++) {
      assertThat(program.run(new SeccompData(number, 0, new long[6])))
          .as("number %d of %s", number, values)
          .isEqualTo(values.floorEntry(number).getValue());
    }
  }
}
