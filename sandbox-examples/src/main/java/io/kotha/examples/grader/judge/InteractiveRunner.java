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
 * Submission and validator talk while both run, each in a room of its own, over two kernel pipes
 * that join the rooms directly.
 */
final class InteractiveRunner implements CaseRunner {

  private static final int LAST_WORDS = 4096;

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
      // Held until the judge has seen the validator's end: or its end of file, or a broken pipe,
      // could end the submission first, and look like the submission's own doing.
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
        byte[] lastWords = drain(playing.getErrorStream());
        await(playing.onVerdict());
        await(validatorEnd);
        Decision opinion =
            ValidatorVerdict.of(validator, judging.verdict(), feedback.message(firstWords(errors)));
        Optional<Decision> failure =
            VerdictReading.failure(playing.verdict(), submission.needs())
                .map(found -> found.because(Excerpt.tail(lastWords)));
        Decision decision =
            InteractiveEnd.decide(judging.verdict(), opinion, playing.verdict(), failure);
        return CaseResult.of(test.name(), decision, playing.usage());
      } finally {
        Files.deleteIfExists(errors);
      }
    }
  }

  private static void await(CompletableFuture<?> end) throws IOException, InterruptedException {
    try {
      end.get();
    } catch (ExecutionException e) {
      throw new IOException("the end of a run was lost: " + e.getCause(), e.getCause());
    }
  }

  /** Reads to the end, so that the submission never waits for a reader; keeps the last of it. */
  private static byte[] drain(InputStream stream) throws IOException {
    byte[] kept = new byte[0];
    byte[] buffer = new byte[LAST_WORDS];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      byte[] both = Arrays.copyOf(kept, kept.length + n);
      System.arraycopy(buffer, 0, both, kept.length, n);
      kept = Arrays.copyOfRange(both, Math.max(0, both.length - LAST_WORDS), both.length);
    }
    return kept;
  }

  private static String firstWords(Path errors) throws IOException {
    if (!Files.exists(errors)) {
      return "";
    }
    try (InputStream stream = Files.newInputStream(errors)) {
      return Excerpt.head(stream.readNBytes(LAST_WORDS));
    }
  }
}
