package io.kotha.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.benchmarks.result.SampleResults;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  @Test
  void pageLoadsNothing() throws Exception {
    assertThat(page())
        .contains("Content-Security-Policy", "default-src 'none'", "bin/bench --sample")
        .doesNotContain("http://", "https://", "<script", "<link", "@import", "url(");
  }

  @Test
  void outputOfProgramsIsEscaped() throws Exception {
    assertThat(page())
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39;&amp; \ufffd |")
        .doesNotContain("\u202e");
  }

  @Test
  void everyElementIsClosed() throws Exception {
    String page = page();
    for (String name : List.of("section", "table", "tr", "td", "svg", "text", "g", "p", "ul")) {
      int opened = page.split("<" + name + "[ >]", -1).length;
      assertThat(page.split("</" + name + ">", -1)).as(name).hasSize(opened);
    }
  }

  @Test
  void chartsHaveTitlesWithFigures() throws Exception {
    assertThat(page())
        .contains("<title>Kotha, cold full room: p50 3.00 ms, p90 3.00 ms, p99 3.00 ms</title>")
        .contains("<title>bwrap: p50 8.00 ms, p90 8.00 ms, p99 8.00 ms</title>");
  }

  @Test
  void pageHasPacesAndAllocations() throws Exception {
    assertThat(page())
        .contains("one byte between two programs and back: ProcessBuilder", "100000 /s")
        .contains("allocated by all threads", "40.0 kB");
  }

  private static String page() throws Exception {
    return HtmlReport.of(SampleResults.some());
  }
}
