package io.kotha.sandbox;

import io.kotha.sandbox.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A command for a room: program, arguments, environment, working directory and standard
 * descriptors. Immutable; every setting returns a changed copy.
 *
 * <p>Arguments reach the program literally; no shell interprets them. A program whose name has no
 * slash is searched inside the room along the {@code PATH} of this environment.
 *
 * @param argv the program and its arguments; at least the program
 * @param env the whole environment; by default only {@code PATH}, set to {@link #DEFAULT_PATH}.
 *     Nothing is inherited from the JVM
 * @param workingDirectory absolute path inside the room; {@code /} by default
 * @param stdin {@link Stdio#PIPE} by default
 * @param stdout {@link Stdio#PIPE} by default
 * @param stderr {@link Stdio#PIPE} by default
 * @param terminal a pseudo-terminal that replaces all three descriptors; null, the default, for
 *     none
 */
public record Command(
    List<String> argv,
    Map<String, String> env,
    String workingDirectory,
    Stdio stdin,
    Stdio stdout,
    Stdio stderr,
    @Nullable Terminal terminal) {

  /** The default {@code PATH} of a program. */
  public static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /**
   * Copies the list and the map, checks all components, and normalizes the working directory.
   *
   * @throws IllegalArgumentException if {@code argv} is empty or its first element is, if a text
   *     contains NUL, if a variable has no name or one with {@code =}, if the working directory is
   *     not absolute or contains {@code ..}, or if an input is given for an output or the reverse
   */
  public Command {
    argv = List.copyOf(Objects.requireNonNull(argv, "argv"));
    Objects.requireNonNull(env, "env");
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    if (argv.isEmpty() || argv.get(0).isEmpty()) {
      throw new IllegalArgumentException("a command needs a program to run");
    }
    argv.forEach(Command::refuseNul);
    env.forEach(
        (key, value) -> {
          refuseNul(key);
          refuseNul(value);
          if (key.isEmpty() || key.indexOf('=') >= 0) {
            throw new IllegalArgumentException("no environment variable can be named " + key);
          }
        });
    workingDirectory = Arguments.roomPath("workingDirectory", workingDirectory);
    Objects.requireNonNull(stdin, "stdin");
    Objects.requireNonNull(stdout, "stdout");
    Objects.requireNonNull(stderr, "stderr");
    if (stdin instanceof Stdio.WriteFile
        || stdin instanceof Stdio.PipeSink
        || stdin instanceof Stdio.SameAsStdout) {
      throw new IllegalArgumentException("stdin cannot be an output");
    }
    for (Stdio output : List.of(stdout, stderr)) {
      if (output instanceof Stdio.ReadFile
          || output instanceof Stdio.Bytes
          || output instanceof Stdio.PipeSource) {
        throw new IllegalArgumentException("stdout and stderr cannot be an input");
      }
    }
    if (stdout instanceof Stdio.SameAsStdout) {
      throw new IllegalArgumentException("only stderr can be the same as stdout");
    }
  }

  /**
   * Returns a command with all defaults.
   *
   * @param argv the program and its arguments
   * @throws IllegalArgumentException if there is no program, or a text contains NUL
   */
  public static Command of(String... argv) {
    return of(Arrays.asList(Objects.requireNonNull(argv, "argv")));
  }

  /**
   * Returns a command with all defaults.
   *
   * @param argv the program and its arguments
   * @throws IllegalArgumentException if there is no program, or a text contains NUL
   */
  public static Command of(List<String> argv) {
    return new Command(
        argv, Map.of("PATH", DEFAULT_PATH), "/", Stdio.PIPE, Stdio.PIPE, Stdio.PIPE, null);
  }

  /** Appends arguments. */
  public Command args(String... more) {
    Objects.requireNonNull(more, "more");
    List<String> all = new ArrayList<>(argv);
    all.addAll(Arrays.asList(more));
    return new Command(all, env, workingDirectory, stdin, stdout, stderr, terminal);
  }

  /**
   * Sets one environment variable and replaces an earlier value.
   *
   * @throws IllegalArgumentException if the key is empty or contains {@code =}, or a text contains
   *     NUL
   */
  public Command env(String key, String value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Map<String, String> all = new LinkedHashMap<>(env);
    all.put(key, value);
    return new Command(argv, all, workingDirectory, stdin, stdout, stderr, terminal);
  }

  /** Replaces the whole environment, {@code PATH} included. */
  public Command env(Map<String, String> value) {
    Objects.requireNonNull(value, "value");
    return new Command(argv, value, workingDirectory, stdin, stdout, stderr, terminal);
  }

  /**
   * Sets the working directory.
   *
   * @param directory absolute path inside the room
   * @throws IllegalArgumentException if it is not absolute or contains {@code ..}
   */
  public Command in(String directory) {
    Objects.requireNonNull(directory, "directory");
    return new Command(argv, env, directory, stdin, stdout, stderr, terminal);
  }

  /**
   * Connects descriptor 0.
   *
   * @throws IllegalArgumentException if the value is an output
   */
  public Command stdin(Stdio value) {
    Objects.requireNonNull(value, "value");
    return new Command(argv, env, workingDirectory, value, stdout, stderr, terminal);
  }

  /**
   * Connects descriptor 1.
   *
   * @throws IllegalArgumentException if the value is an input, or {@link Stdio#STDOUT}
   */
  public Command stdout(Stdio value) {
    Objects.requireNonNull(value, "value");
    return new Command(argv, env, workingDirectory, stdin, value, stderr, terminal);
  }

  /**
   * Connects descriptor 2.
   *
   * @throws IllegalArgumentException if the value is an input
   */
  public Command stderr(Stdio value) {
    Objects.requireNonNull(value, "value");
    return new Command(argv, env, workingDirectory, stdin, stdout, value, terminal);
  }

  /** Connects all three descriptors to those of the JVM, as {@link ProcessBuilder#inheritIO()}. */
  public Command inheritIo() {
    return new Command(
        argv, env, workingDirectory, Stdio.INHERIT, Stdio.INHERIT, Stdio.INHERIT, terminal);
  }

  /**
   * Gives the program a pseudo-terminal of this size in place of all three descriptors.
   *
   * @throws IllegalArgumentException if either number is not 1 to 65,535
   */
  public Command terminal(int columns, int rows) {
    return new Command(
        argv, env, workingDirectory, stdin, stdout, stderr, new Terminal(columns, rows));
  }

  private static void refuseNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("NUL in an argument or variable");
    }
  }
}
