package io.kotha.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.SmallHeap;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs within their limit that do not fit into the heap of the JVM. */
@Timeout(200)
class SmallHeapIT {

  /** No run hangs or succeeds with a part of its output, and the next run needs nothing of them. */
  @ParameterizedTest
  @CsvSource({"48, 6, 12000000", "24, 1, 15000000", "40, 3, 15000000"})
  void outputBeyondTheHeapFailsItsRun(int heapMebibytes, int programs, int bytes) throws Exception {
    Leftovers before = Leftovers.snapshot();
    List<String> outcomes = new ArrayList<>();
    try (ChildJvm jvm =
        ChildJvm.startWithHeap(
            heapMebibytes,
            SmallHeap.class,
            TestRootfs.minimal().toString(),
            Integer.toString(programs),
            Integer.toString(bytes))) {
      for (int i = 0; i < programs + 1; i++) {
        outcomes.add(jvm.nextLine());
      }
    }
    assertThat(outcomes).allMatch(outcome -> outcome.equals("whole") || outcome.equals("failed"));
    assertThat(outcomes).contains("failed").endsWith("whole");
    before.assertNone();
  }
}
