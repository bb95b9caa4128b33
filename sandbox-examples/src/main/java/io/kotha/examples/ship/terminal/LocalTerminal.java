package io.kotha.examples.ship.terminal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The terminal that ship was started from, in raw mode until close: every key goes to the program's
 * terminal, which echoes and interprets it.
 */
public final class LocalTerminal implements AutoCloseable {

  /** The size of a terminal. */
  public record Size(int columns, int rows) {
    /** The size used if standard input is not a terminal. */
    public static final Size USUAL = new Size(80, 24);
  }

  private final String settings;

  private LocalTerminal(String settings) {
    this.settings = settings;
  }

  /** Returns whether a descriptor of this process is a terminal. */
  public static boolean isAt(int descriptor) {
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return file.matches("/dev/(pts/|tty|console).*");
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the size of the terminal on standard input; empty if standard input is no terminal. */
  public static Optional<Size> size() {
    return stty("size")
        .map(text -> text.split(" "))
        .filter(parts -> parts.length == 2 && !parts[0].equals("0") && !parts[1].equals("0"))
        .map(parts -> new Size(Integer.parseInt(parts[1]), Integer.parseInt(parts[0])));
  }

  /** Switches standard input to raw mode; returns empty if standard input is no terminal. */
  public static Optional<LocalTerminal> raw() {
    Optional<LocalTerminal> terminal = stty("-g").map(LocalTerminal::new);
    terminal.ifPresent(
        t -> {
          Runtime.getRuntime().addShutdownHook(new Thread(t::close));
          stty("raw", "-echo");
        });
    return terminal;
  }

  @Override
  public void close() {
    stty(settings);
  }

  private static Optional<String> stty(String... args) {
    String[] command = new String[args.length + 1];
    command[0] = "stty";
    System.arraycopy(args, 0, command, 1, args.length);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the host has no stty
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
