package io.kotha.examples.grader;

import io.kotha.examples.grader.judge.GradingListener;
import io.kotha.examples.grader.judge.SubmissionResult;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress display of a grading run: a bar if standard error is a terminal, else nothing. */
sealed interface Progress extends GradingListener, AutoCloseable {

  /** Opens a bar if standard error is a terminal, else a silent display. */
  static Progress open(int total) {
    return isTerminal() ? new Bar(total) : new Silent();
  }

  @Override
  void close();

  /** A progress bar on standard error. */
  final class Bar implements Progress {

    /** Not {@link System#err}, which shows the control characters of a bar instead. */
    private static final PrintStream RAW =
        new PrintStream(new FileOutputStream(FileDescriptor.err));

    private final ProgressBar bar;

    private Bar(int total) {
      this.bar =
          new ProgressBarBuilder()
              .setTaskName("grading")
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setUpdateIntervalMillis(200)
              .clearDisplayOnFinish()
              .setConsumer(new ConsoleProgressBarConsumer(RAW))
              .build();
    }

    @Override
    public void judged(SubmissionResult result) {
      bar.setExtraMessage(result.judgement().name());
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** A display without output, for pipes and logs. */
  final class Silent implements Progress {
    @Override
    public void judged(SubmissionResult result) {}

    @Override
    public void close() {}
  }

  /**
   * Returns whether standard error is a terminal. {@code System.console()} cannot tell: it
   * considers standard input and output, and since JDK 22 it is never null by default.
   */
  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
