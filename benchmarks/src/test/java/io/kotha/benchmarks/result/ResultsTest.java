package io.kotha.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

  @TempDir Path directory;

  @Test
  void fileRoundTripKeepsAllResults() throws Exception {
    Path file = directory.resolve("results.json");
    SampleResults.some().write(file);
    assertThat(Results.read(file)).isEqualTo(SampleResults.some());
  }
}
