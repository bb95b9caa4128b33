package io.kotha.examples.grader;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.judge.AfterFailure;
import io.kotha.examples.grader.judge.Grader;
import io.kotha.examples.grader.judge.Scratch;
import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.language.LanguageTable;
import io.kotha.examples.grader.problem.Packages;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.ProblemReader;
import io.kotha.examples.grader.report.Grading;
import io.kotha.examples.grader.report.Summary;
import io.kotha.examples.html.Plain;
import io.kotha.examples.html.PlainOutput;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.limits.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code grade}: compiles, runs and validates the submissions of problem packages. */
@Command(
    name = "grade",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Grades problem packages in the ICPC format, legacy or 2023-07.",
      "Compiles, runs and validates each submission in separate rooms."
    },
    exitCodeOnExecutionException = 3,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:every judged submission got an expected verdict",
      "1:a submission got an unexpected verdict",
      "2:the command line is wrong or no package can be read",
      "3:judging failed, a package cannot be read or no submission could be judged"
    })
public final class Grade implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "PACKAGE_DIR",
      description = "A problem package or a directory of packages.")
  private List<Path> packages = new ArrayList<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results to FILE as JSON.")
  private @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write the results to FILE as HTML.")
  private @Nullable Path html;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Submissions to judge concurrently (default: ${DEFAULT-VALUE}).")
  private int jobs = 1;

  @Option(
      names = "--time-limit",
      paramLabel = "S",
      description = "CPU time limit of a run in seconds; overrides the packages' limits.")
  private @Nullable Double timeLimit;

  @Option(
      names = "--all-cases",
      description = "Run all test cases, even after a submission fails one.")
  private boolean allCases;

  @Option(
      names = "--accept-rlimits",
      description =
          "Without cgroups, limit each process by rlimits instead of failing; the reports say so.")
  private boolean acceptRlimits;

  @Option(
      names = "--languages",
      paramLabel = "FILE",
      description = "Rows to add to the table of languages; a row replaces one of the same id.")
  private @Nullable Path languages;

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] args) {
    PlainOutput.install();
    System.exit(run(args));
  }

  /** Runs the command line and returns its exit status. */
  static int run(String... args) {
    return new CommandLine(new Grade())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .execute(args);
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = commandLine().getOut();
    PrintWriter err = commandLine().getErr();
    try {
      return grade(out, err);
    } catch (InputException e) {
      complain(err, e);
      return 2;
    } catch (IOException e) {
      complain(err, e);
      if (e instanceof SandboxException) {
        err.println("grade: nothing was judged; run bin/doctor to see what this host lacks");
      }
      return 3;
    }
  }

  private int grade(PrintWriter out, PrintWriter err)
      throws InputException, IOException, InterruptedException {
    checkOptions();
    LanguageTable table =
        languages == null ? LanguageTable.builtIn() : LanguageTable.with(languages);
    Packages read = ProblemReader.readEach(packages, replacedTimeLimit());
    Reports reports = new Reports(out, json, html);
    reports.check();
    Limits.Fallback fallback = acceptRlimits ? Limits.Fallback.RLIMITS : Limits.Fallback.REFUSE;
    if (read.problems().isEmpty()) {
      reports.write(new Grading(read, List.of(), fallback));
      read.unreadable().forEach(each -> complain(err, each.reason()));
      return 2;
    }
    AfterFailure afterFailure = allCases ? AfterFailure.GO_ON : AfterFailure.STOP;
    Grader.Options options = new Grader.Options(table, fallback, jobs, afterFailure);
    // Report before the directory is deleted: a failure to delete it must not lose the results.
    try (Scratch scratch = Scratch.open()) {
      List<SubmissionResult> results = judge(read.problems(), new Grader(options, scratch));
      Grading grading = new Grading(read, results, fallback);
      reports.write(grading);
      return Summary.of(grading).exitStatus();
    }
  }

  private static List<SubmissionResult> judge(List<Problem> problems, Grader grader)
      throws IOException, InterruptedException {
    grader.check();
    int total = problems.stream().mapToInt(problem -> problem.submissions().size()).sum();
    try (Progress progress = Progress.open(total)) {
      return grader.grade(problems, progress);
    }
  }

  private void checkOptions() {
    if (jobs < 1 || jobs > 256) {
      throw new ParameterException(commandLine(), "--jobs must be 1 to 256, not " + jobs);
    }
    if (timeLimit != null && !(timeLimit > 0 && timeLimit <= 3600)) {
      throw new ParameterException(
          commandLine(), "--time-limit must be above 0 and at most 3600, not " + timeLimit);
    }
  }

  private Optional<Duration> replacedTimeLimit() {
    return timeLimit == null
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.max(1, Math.round(timeLimit * 1000))));
  }

  /** Prints the message of a failure, and of the failures that it suppressed. */
  private static void complain(PrintWriter err, Throwable failure) {
    complain(err, String.valueOf(failure.getMessage()));
    for (Throwable suppressed : failure.getSuppressed()) {
      complain(err, suppressed);
    }
  }

  private static void complain(PrintWriter err, String message) {
    err.println("grade: " + Plain.text(message));
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("not run from a command line");
    }
    return spec.commandLine();
  }
}
