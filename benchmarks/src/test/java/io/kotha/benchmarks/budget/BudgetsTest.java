package io.kotha.benchmarks.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.benchmarks.budget.BudgetRow.Outcome;
import io.kotha.benchmarks.result.SampleResults;
import org.junit.jupiter.api.Test;

class BudgetsTest {

  @Test
  void ratioIsComparedWithItsBudget() {
    BudgetRow pooled = row("Kotha, full room out of a pool, p50");
    assertThat(pooled.outcome()).isEqualTo(Outcome.NOT_MET);
    assertThat(pooled.measured()).startsWith("0.50 ×");
    BudgetRow cold = row("Kotha, cold full room, p50");
    assertThat(cold.outcome()).isEqualTo(Outcome.MET);
    assertThat(cold.measured()).startsWith("1.50 ×");
    assertThat(row("Kotha, full room out of a pool, p99").outcome()).isEqualTo(Outcome.MET);
  }

  @Test
  void missingMeasurementIsNotMeasured() {
    assertThat(row("Kotha, cold full room, p50, 10 ms between").outcome())
        .isEqualTo(Outcome.NOT_MEASURED);
    assertThat(row("beyond a limit on processor time, p99").outcome())
        .isEqualTo(Outcome.NOT_MEASURED);
    assertThat(row("cost against live rooms").outcome()).isEqualTo(Outcome.NOT_MEASURED);
  }

  @Test
  void flatnessRequiresColdAndPooled() {
    BudgetRow heap = row("cost against heap of the JVM, 64 MB to 8 GB");
    assertThat(heap.measured()).isEqualTo("cold +14 %; pooled +16 %");
    assertThat(heap.outcome()).isEqualTo(Outcome.NOT_MET);
  }

  @Test
  void ratesAndFiguresAreCompared() {
    assertThat(row("Kotha, cold full room, 8 callers, per second").measured())
        .isEqualTo("0.60 × (600 of 1000)");
    assertThat(row("memory of an idle pooled room, PSS").outcome()).isEqualTo(Outcome.MET);
    assertThat(row("beyond a limit on wall time, p99").measured()).isEqualTo("4.00 ms");
  }

  @Test
  void pacesAreComparedRoundByRound() {
    BudgetRow out = row("throughput of stdout, read by the JVM");
    assertThat(out.measured())
        .isEqualTo("0.95 × (half of the rounds 0.85 to 1.00; 1900 of 2000 MB/s)");
    assertThat(out.outcome()).isEqualTo(Outcome.MET);
    assertThat(row("one byte between two programs and back").outcome()).isEqualTo(Outcome.NOT_MET);
    assertThat(row("one byte between two programs and back, on one processor").outcome())
        .isEqualTo(Outcome.NOT_MEASURED);
  }

  private static BudgetRow row(String what) {
    return Budgets.of(SampleResults.some()).stream()
        .filter(row -> row.what().equals(what))
        .findFirst()
        .orElseThrow();
  }
}
