package io.kotha.sandbox.linux.scenario;

import io.kotha.sandbox.linux.scenario.Ending.State;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Watches the tests that bear an annotation, and records their ends. */
public abstract class EndingRecorder implements TestWatcher {

  /** Records an end. */
  protected abstract void record(ExtensionContext context, Ending ending);

  @Override
  public final void testSuccessful(ExtensionContext context) {
    record(context, Ending.of(context, State.PASSED, ""));
  }

  @Override
  public final void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    record(context, Ending.of(context, State.SKIPPED, messageOf(cause)));
  }

  @Override
  public final void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    record(context, Ending.of(context, State.FAILED, messageOf(cause)));
  }

  @Override
  public final void testDisabled(ExtensionContext context, Optional<String> reason) {
    record(context, Ending.of(context, State.SKIPPED, reason.orElse("disabled")));
  }

  private static String messageOf(@Nullable Throwable cause) {
    if (cause == null) {
      return "";
    }
    String message = cause.getMessage();
    String text = message == null || message.isBlank() ? cause.toString() : message;
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }
}
