package io.kotha.benchmarks;

import io.kotha.benchmarks.campaign.Campaign;
import io.kotha.benchmarks.campaign.Effort;
import io.kotha.benchmarks.report.HtmlReport;
import io.kotha.benchmarks.report.PlainTable;
import io.kotha.benchmarks.report.ReadmeTable;
import io.kotha.benchmarks.result.Results;
import io.kotha.examples.html.PlainOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The command of {@code bin/bench}. {@code Bench full|quick|trial DIRECTORY} measures and writes
 * the results and a report; {@code Bench report DIRECTORY} writes the report again from the last
 * results; {@code Bench readme DIRECTORY FILE} puts them into a Markdown file.
 */
public final class Bench {

  private final Path json;
  private final Path html;

  private Bench(Path directory) {
    json = directory.resolve("results.json");
    html = directory.resolve("report.html");
  }

  /** Runs the command. */
  public static void main(String[] args) throws IOException, InterruptedException {
    PlainOutput.install();
    Bench bench = new Bench(Path.of(args[1]));
    switch (args[0]) {
      case "full" -> bench.measure(Effort.full(), "bin/bench");
      case "quick" -> bench.measure(Effort.quick(), "bin/bench --quick");
      case "trial" -> bench.measure(Effort.trial(), "bin/bench --trial");
      case "report" -> bench.report();
      case "readme" -> bench.readme(Path.of(args[2]));
      default -> throw new IllegalArgumentException("unknown task: " + args[0]);
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
