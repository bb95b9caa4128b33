package io.kotha.sandbox.linux.seccomp.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Programs from graphs far larger than the reach of a jump decide like the graph. */
class AssemblerPropertyTest {

  @Property(tries = 100)
  void programDecidesLikeTheGraph(@ForAll long seed) {
    Random random = new Random(seed);
    Decision root = tangle(new DecisionGraph(), random);
    BpfInterpreter program = new BpfInterpreter(Assembler.assemble(root));
    for (int i = 0; i < 200; i++) {
      SeccompData data =
          new SeccompData(random.nextInt(9), random.nextInt(9), random.longs(6, 0, 9).toArray());
      assertThat(program.run(data)).isEqualTo(decide(root, data));
    }
  }

  /** Adds a step that leads on, or a test whose ends are two earlier steps, near or far. */
  private static Decision tangle(DecisionGraph graph, Random random) {
    List<Decision> earlier = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      earlier.add(graph.outcome(i));
    }
    Decision root = earlier.get(0);
    for (int i = 0; i < 400; i++) {
      Decision branch = test(graph, random, pick(earlier, random), pick(earlier, random));
      root = test(graph, random, branch, root);
      earlier.add(branch);
      earlier.add(root);
    }
    return root;
  }

  private static Decision pick(List<Decision> earlier, Random random) {
    int back = 1 + random.nextInt(Math.min(earlier.size(), 200));
    return earlier.get(earlier.size() - back);
  }

  private static Decision test(DecisionGraph graph, Random random, Decision yes, Decision no) {
    Jump jump = Jump.values()[random.nextInt(Jump.values().length)];
    DataWord word = random.nextBoolean() ? DataWord.NUMBER : DataWord.low(random.nextInt(6));
    return graph.test(word, jump, random.nextInt(9), yes, no);
  }

  private static int decide(Decision from, SeccompData data) {
    Decision decision = from;
    while (decision instanceof Decision.Test test) {
      int word = data.word(test.operand().word().offset()) & test.operand().mask();
      boolean holds =
          switch (test.jump()) {
            case JEQ -> word == test.k();
            case JGT -> Integer.compareUnsigned(word, test.k()) > 0;
            case JGE -> Integer.compareUnsigned(word, test.k()) >= 0;
            case JSET -> (word & test.k()) != 0;
          };
      decision = holds ? test.yes() : test.no();
    }
    return ((Decision.Outcome) decision).value();
  }
}
