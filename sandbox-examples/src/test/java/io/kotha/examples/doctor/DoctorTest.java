package io.kotha.examples.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.stats.HostReport;
import io.kotha.sandbox.stats.HostReport.Feature;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTest {

  @Test
  void missingFeaturesArePrintedWithTheirRemedy() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new Doctor(out)
        .print(
            new HostReport(
                "linux",
                List.of(
                    new Feature("namespace.user", true, "Linux 6.1", ""),
                    new Feature("cgroup.memory", false, "not delegated", "delegate it"),
                    new Feature("namespace.net", true, "", ""))));
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines().map(String::stripTrailing))
        .containsExactly(
            "Provider: linux",
            "",
            "namespace",
            "  yes  namespace.user  Linux 6.1",
            "  yes  namespace.net",
            "",
            "cgroup",
            "  no   cgroup.memory   not delegated",
            "       → delegate it");
  }
}
