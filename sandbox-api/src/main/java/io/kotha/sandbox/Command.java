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
 * What is run in a room: program, arguments, environment, working directory, standard descriptors.
 * Immutable; every method returns a new one.
 *
 * <p>Arguments are passed literally, no shell reads them. A program named without a slash is looked
 * for inside the room along the {@code PATH} of this environment.
 *
 * @param argv program and arguments
 * @param env the whole environment: by default only {@link #DEFAULT_PATH}; nothing of the JVM's
 * @param workingDirectory absolute path inside the room; {@code /} by default
 * @param stdin {@link Stdio#PIPE} by default
 * @param stdout {@link Stdio#PIPE} by default
 * @param stderr {@link Stdio#PIPE} by default
 * @param terminal a pseudo-terminal instead of the three, or null
 */
public record Command(
    List<String> argv,
    Map<String, String> env,
    String workingDirectory,
    Stdio stdin,
    Stdio stdout,
    Stdio stderr,
    @Nullable Terminal terminal) {

  /** The {@code PATH} of a program that is given no other. */
  public static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  public Command {
    argv = List.copyOf(argv);
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
    Arguments.requireAbsolutePath(workingDirectory);
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

  /** A program and its arguments. */
  public static Command of(String... argv) {
    return of(Arrays.asList(argv));
  }

  /** A program and its arguments. */
  public static Command of(List<String> argv) {
    return new Command(
        argv, Map.of("PATH", DEFAULT_PATH), "/", Stdio.PIPE, Stdio.PIPE, Stdio.PIPE, null);
  }

  /** Adds arguments. */
  public Command args(String... more) {
    List<String> all = new ArrayList<>(argv);
    all.addAll(Arrays.asList(more));
    return new Command(all, env, workingDirectory, stdin, stdout, stderr, terminal);
  }

  /** Sets one variable. */
  public Command env(String key, String value) {
    Map<String, String> all = new LinkedHashMap<>(env);
    all.put(key, value);
    return new Command(argv, all, workingDirectory, stdin, stdout, stderr, terminal);
  }

  /** Replaces the whole environment, {@code PATH} included. */
  public Command env(Map<String, String> value) {
    return new Command(argv, value, workingDirectory, stdin, stdout, stderr, terminal);
  }

  /** Sets the working directory inside the room. */
  public Command in(String directory) {
    return new Command(argv, env, directory, stdin, stdout, stderr, terminal);
  }

  public Command stdin(Stdio value) {
    return new Command(argv, env, workingDirectory, value, stdout, stderr, terminal);
  }

  public Command stdout(Stdio value) {
    return new Command(argv, env, workingDirectory, stdin, value, stderr, terminal);
  }

  public Command stderr(Stdio value) {
    return new Command(argv, env, workingDirectory, stdin, stdout, value, terminal);
  }

  /** All three descriptors are those of the JVM, as {@link ProcessBuilder#inheritIO()}. */
  public Command inheritIo() {
    return new Command(
        argv, env, workingDirectory, Stdio.INHERIT, Stdio.INHERIT, Stdio.INHERIT, terminal);
  }

  /** Gives the program a pseudo-terminal of this size. */
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
