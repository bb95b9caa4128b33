package io.kotha.benchmarks;

import io.kotha.benchmarks.campaign.Campaign;
import io.kotha.benchmarks.campaign.Effort;
import io.kotha.benchmarks.report.HtmlReport;
import io.kotha.benchmarks.report.PlainTable;
import io.kotha.benchmarks.report.ReadmeTable;
import io.kotha.benchmarks.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures, and writes what was measured: {@code Bench full|quick|trial DIRECTORY}, or makes the
 * pages again from what was: {@code Bench report DIRECTORY}, {@code Bench readme DIRECTORY FILE}.
 */
public final class Bench {

  private final Path json;
  private final Path html;

  private Bench(Path directory) {
    json = directory.resolve("results.json");
    html = directory.resolve("report.html");
  }

  /** See the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> words = List.of(args);
    Bench bench = new Bench(Path.of(words.get(1)));
    switch (words.get(0)) {
      case "full" -> bench.measure(Effort.full(), "bin/bench");
      case "quick" -> bench.measure(Effort.quick(), "bin/bench --quick");
      case "trial" -> bench.measure(Effort.trial(), "bin/bench --trial");
      case "report" -> bench.report();
      case "readme" -> bench.readme(Path.of(words.get(2)));
      default -> throw new IllegalArgumentException("no such task: " + words.get(0));
    }
  }

  private void measure(Effort effort, String command) throws IOException, InterruptedException {
    Results results = Campaign.run(effort, command);
    Files.createDirectories(json.getParent());
    results.write(json);
    report();
  }

  private void report() throws IOException {
    Results results = Results.read(json);
    Files.writeString(html, HtmlReport.of(results));
    System.out.print(PlainTable.budgets(results));
    results
        .leftOut()
        .forEach(one -> System.out.println("left out: " + one.what() + ": " + one.why()));
    System.out.println("\n" + json + "\n" + html);
  }

  private void readme(Path file) throws IOException {
    ReadmeTable.write(file, Results.read(json));
  }
}
