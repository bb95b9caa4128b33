package io.kotha.sandbox;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for a run. */
final class Runs {

  private Runs() {}

  /** Its result; an interrupt cancels it. */
  static SandboxResult await(CompletableFuture<SandboxResult> run)
      throws SandboxException, InterruptedException {
    try {
      return run.get();
    } catch (InterruptedException e) {
      run.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw new SandboxException("the run was lost: " + e.getCause(), e.getCause());
    }
  }
}
