package io.kotha.sandbox.linux.scenario;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Records the end of each test of a scenario or trap. */
final class ScenarioRecorder extends EndingRecorder {

  @Override
  protected void record(ExtensionContext context, Ending ending) {
    for (String id : idsOf(context.getRequiredTestMethod())) {
      ScenarioTable.FILES.append(new Outcome(id, ending).columns());
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
}
