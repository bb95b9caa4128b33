package io.kotha.sandbox.linux.scenario;

import io.kotha.sandbox.linux.scenario.Outcome.State;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Writes down how each test of a scenario or trap ended. */
final class ScenarioRecorder implements TestWatcher {

  @Override
  public void testSuccessful(ExtensionContext context) {
    record(context, State.PASSED, "");
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    record(context, State.SKIPPED, messageOf(cause));
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    record(context, State.FAILED, messageOf(cause));
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    record(context, State.SKIPPED, reason.orElse("disabled"));
  }

  private static void record(ExtensionContext context, State state, String reason) {
    Method method = context.getRequiredTestMethod();
    String test = context.getRequiredTestClass().getSimpleName() + "." + method.getName();
    String invocation = test + " " + context.getDisplayName().replaceAll("\\s+", " ");
    for (String id : idsOf(method)) {
      ResultFiles.append(new Outcome(id, Lane.name(), state, invocation, reason));
    }
  }

  private static List<String> idsOf(Method method) {
    List<String> ids = new ArrayList<>();
    for (Scenario scenario : method.getAnnotationsByType(Scenario.class)) {
      ids.add(known(scenario.value(), Catalogue.SCENARIOS.containsKey(scenario.value())));
    }
    for (Trap trap : method.getAnnotationsByType(Trap.class)) {
      ids.add(known(trap.value(), Catalogue.TRAPS.contains(trap.value())));
    }
    return ids;
  }

  private static String known(String id, boolean listed) {
    if (!listed) {
      throw new IllegalArgumentException("neither a scenario nor a trap: \"" + id + "\"");
    }
    return id;
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
