package io.kotha.benchmarks.soak;

import com.google.gson.Gson;
import io.kotha.benchmarks.campaign.Settings;
import io.kotha.benchmarks.report.SoakPage;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.SubjectName;
import io.kotha.examples.html.PlainOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The command of {@code bin/bench --soak}: {@code Soak DIRECTORY POOLED COLD} makes a number of
 * pooled and cold runs in this JVM and checks that no held resource grows.
 */
public final class Soak {

  private Soak() {}

  /** Runs the command; the exit status is 1 if a quantity grew. */
  public static void main(String[] args) throws IOException, InterruptedException {
    PlainOutput.install();
    Path directory = Files.createDirectories(Path.of(args[0]));
    int pooled = Integer.parseInt(args[1]);
    int cold = Integer.parseInt(args[2]);
    Settings settings = Settings.before("bin/bench --soak " + pooled + " " + cold);
    List<Phase> phases;
    try (RoomRoot root = RoomRoot.create();
        Load load = new Load(root)) {
      phases = List.of(load.run(SubjectName.POOLED, pooled), load.run(SubjectName.COLD, cold));
    }
    SoakResults results = new SoakResults(settings.after(), phases);
    Path json = directory.resolve("soak.json");
    Path html = directory.resolve("soak.html");
    Files.writeString(json, new Gson().toJson(results) + "\n");
    Files.writeString(html, page(results).of(results.setting()));
    for (Phase phase : phases) {
      System.out.println(title(phase) + "\n" + SoakPage.plain(rows(phase)));
    }
    System.out.println(json + "\n" + html);
    System.exit(results.grew() ? 1 : 0);
  }

  private static SoakPage page(SoakResults results) {
    SoakPage page = new SoakPage();
    for (Phase phase : results.phases()) {
      String name = phase.subject().label();
      List<String> runs =
          phase.windows().stream().map(window -> Long.toString(window.runs())).toList();
      page.section(title(phase), rows(phase))
          .chart(
              name + ": start to exit in ms, by runs",
              runs,
              List.of(
                  line(phase, "p50", window -> window.latency().millis(0.5)),
                  line(phase, "p90", window -> window.latency().millis(0.9)),
                  line(phase, "p99", window -> window.latency().millis(0.99))))
          .chart(
              name + ": memory in kB, by runs",
              runs,
              List.of(
                  line(phase, "live heap", window -> window.after().heapKilobytes()),
                  line(phase, "zygote", window -> window.after().zygoteKilobytes())))
          .chart(
              name + ": what is held, by runs",
              runs,
              List.of(
                  line(phase, "JVM descriptors", window -> window.after().descriptors()),
                  line(phase, "zygote descriptors", window -> window.after().zygoteDescriptors()),
                  line(phase, "groups", window -> window.after().groups()),
                  line(phase, "mounts", window -> window.after().mounts())));
    }
    return page;
  }

  private static String title(Phase phase) {
    long runs = phase.windows().get(phase.windows().size() - 1).runs();
    return phase.subject().label() + ", " + runs + " runs by " + Load.CALLERS + " callers";
  }

  private static SoakPage.Line line(Phase phase, String name, ToDoubleFunction<Window> value) {
    return new SoakPage.Line(name, phase.windows().stream().mapToDouble(value).boxed().toList());
  }

  private static List<List<String>> rows(Phase phase) {
    return Growth.of(phase).stream().map(Growth::cells).toList();
  }
}
