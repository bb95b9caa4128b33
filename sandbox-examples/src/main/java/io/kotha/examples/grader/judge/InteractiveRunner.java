package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.ProblemLimits;
import io.kotha.examples.grader.problem.TestCase;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Stdio;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A runner for interactive problems: submission and validator run concurrently in separate rooms,
 * which two kernel pipes connect directly.
 */
final class InteractiveRunner implements CaseRunner {

  private static final int MAX_STDERR = 4096;

  private final Rooms rooms;
  private final Scratch scratch;
  private final Problem problem;
  private final Program validator;

  InteractiveRunner(Rooms rooms, Scratch scratch, Problem problem, Program validator) {
    this.rooms = rooms;
    this.scratch = scratch;
    this.problem = problem;
    this.validator = validator;
  }

  @Override
  public CaseResult run(Program submission, TestCase test)
      throws IOException, InterruptedException {
    try (Feedback feedback = Feedback.open(scratch);
        SandboxPipe toValidator = Sandbox.pipe();
        SandboxPipe toSubmission = Sandbox.pipe()) {
      ProblemLimits limits = problem.limits();
      Path errors =
          feedback.directory().resolveSibling(feedback.directory().getFileName() + ".err");
      Command judge =
          Rooms.validator(validator, limits, test)
              .stdin(Stdio.from(toValidator))
              .stdout(Stdio.to(toSubmission))
              .stderr(Stdio.to(errors));
      Command player =
          Rooms.submission(submission, limits, test)
              .stdin(Stdio.from(toSubmission))
              .stdout(Stdio.to(toValidator));
      // Hold the pipes open until the grader has seen the validator's end. Otherwise the submission
      // could die of the resulting EOF or SIGPIPE first, and the failure would be attributed to it.
      try (SandboxPipe.Hold unread = toValidator.hold(SandboxPipe.End.READING);
          SandboxPipe.Hold unwritten = toSubmission.hold(SandboxPipe.End.WRITING);
          SandboxProcess judging =
              rooms
                  .validate(validator, limits, test, feedback.directory())
                  .fileSize(limits.validationOutput())
                  .start(judge);
          SandboxProcess playing = rooms.run(submission, problem, test).start(player)) {
        CompletableFuture<Void> validatorEnd =
            judging
                .onVerdict()
                .thenAccept(
                    verdict -> {
                      if (InteractiveEnd.endsTheConversation(verdict)) {
                        playing.destroyForcibly();
                      }
                      unread.release();
                      unwritten.release();
                    });
        byte[] stderr = drain(playing.getErrorStream());
        await(playing.onVerdict());
        await(validatorEnd);
        Decision opinion =
            ValidatorVerdict.of(validator, judging.verdict(), feedback.message(head(errors)));
        Optional<Decision> failure =
            VerdictReading.failure(playing.verdict(), submission.needs())
                .map(found -> found.because(Excerpt.tail(stderr)));
        Decision decision =
            InteractiveEnd.decide(judging.verdict(), opinion, playing.verdict(), failure);
        return CaseResult.of(test.name(), decision, playing.usage());
      } finally {
        Files.deleteIfExists(errors);
      }
    }
  }

  @Override
  public void close() throws IOException {
    validator.close();
  }

  private static void await(CompletableFuture<?> end) throws IOException, InterruptedException {
    try {
      end.get();
    } catch (ExecutionException e) {
      throw new IOException("no verdict arrived: " + e.getCause(), e.getCause());
    }
  }

  /** Reads to EOF, so that the submission never blocks on a full pipe; returns the last 4 KiB. */
  private static byte[] drain(InputStream stream) throws IOException {
    byte[] kept = new byte[0];
    byte[] buffer = new byte[MAX_STDERR];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      byte[] both = Arrays.copyOf(kept, kept.length + n);
      System.arraycopy(buffer, 0, both, kept.length, n);
      kept = Arrays.copyOfRange(both, Math.max(0, both.length - MAX_STDERR), both.length);
    }
    return kept;
  }

  private static String head(Path errors) throws IOException {
    if (!Files.exists(errors)) {
      return "";
    }
    try (InputStream stream = Files.newInputStream(errors)) {
      return Excerpt.head(stream.readNBytes(MAX_STDERR));
    }
  }
}
