package io.kotha.sandbox.linux.attack;

import io.kotha.sandbox.linux.scenario.Ending;
import io.kotha.sandbox.linux.scenario.EndingRecorder;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Records the outcome of each attack, with the arguments of its test. */
final class AttackRecorder extends EndingRecorder
    implements InvocationInterceptor, ParameterResolver {

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    remember(context, method.getArguments());
    invocation.proceed();
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    remember(context, method.getArguments());
    invocation.proceed();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Seen.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return new Seen();
  }

  @Override
  protected void record(ExtensionContext context, Ending ending) {
    List<Object> arguments = recall(context);
    for (Attack attack : context.getRequiredTestMethod().getAnnotationsByType(Attack.class)) {
      List<Wall> walls = new ArrayList<>(List.of(attack.walls()));
      StringBuilder seen = new StringBuilder();
      for (Object argument : arguments) {
        if (argument instanceof Wall wall) {
          walls.add(wall);
        } else if (argument instanceof Seen all) {
          seen.append(all.text());
        }
      }
      String row = Catalogue.known(filled(attack.value(), arguments)).id();
      String move = filled(attack.move(), arguments);
      Attacks.FILES.append(
          new Attempt(row, move, Attempt.setOf(walls), seen.toString(), ending).columns());
    }
  }

  /** Fills in the arguments and returns one line that fits into a cell of a table. */
  private static String filled(String text, List<Object> arguments) {
    String filled = text;
    for (int i = 0; i < arguments.size(); i++) {
      filled = filled.replace("{" + i + "}", String.valueOf(arguments.get(i)));
    }
    return filled.replaceAll("\\s+", " ").replace("|", "/");
  }

  private static void remember(ExtensionContext context, List<Object> arguments) {
    store(context).put(context.getUniqueId(), arguments);
  }

  /** Returns the arguments of the test, or none if it was skipped before it began. */
  @SuppressWarnings("unchecked") // remember() stored a list of objects
  private static List<Object> recall(ExtensionContext context) {
    Object kept = store(context).get(context.getUniqueId());
    return kept == null ? List.of() : (List<Object>) kept;
  }

  /**
   * Returns a store of the root context: JUnit closes the store of the test before it reports the
   * test's end.
   */
  private static Store store(ExtensionContext context) {
    return context.getRoot().getStore(ExtensionContext.Namespace.create(AttackRecorder.class));
  }
}
