package io.kotha.examples.ship.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Puts options that follow the first argument, ROOTFS or NAME, before it. The parser stops at that
 * argument, so that it leaves the program's own options alone; these begin after {@code --} or
 * after the program's name.
 */
public final class OptionsFirst implements IParameterPreprocessor {

  /** Creates the preprocessor. For picocli. */
  public OptionsFirst() {}

  @Override
  @SuppressWarnings(
      "JdkObsolete") // picocli passes a stack, whose last element is the next argument
  public boolean preprocess(
      Stack<String> args,
      CommandSpec command,
      @Nullable ArgSpec argument,
      Map<String, Object> info) {
    List<String> options = new ArrayList<>();
    moveOptions(args, command, options);
    if (!args.isEmpty() && !args.peek().equals("--")) {
      String first = args.pop();
      moveOptions(args, command, options);
      args.push(first);
    }
    Collections.reverse(options);
    args.addAll(options);
    return false; // the parser goes on
  }

  /** Moves options and their values, up to the first argument that is neither. */
  @SuppressWarnings("JdkObsolete")
  private static void moveOptions(Stack<String> args, CommandSpec command, List<String> options) {
    while (!args.isEmpty() && args.peek().startsWith("-") && !args.peek().equals("--")) {
      OptionSpec option = command.findOption(args.peek());
      options.add(args.pop());
      if (option != null && option.arity().max() > 0 && !args.isEmpty()) {
        options.add(args.pop());
      }
    }
  }
}
