package io.kotha.examples.ship;

import com.google.gson.JsonParseException;
import io.kotha.examples.ship.report.ExitStatus;
import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.supervisor.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * The JVM that holds the container of {@code run -d}. It has a session of its own ({@code
 * setsid(1)}), so that no terminal and no signal to this command's process group ends it.
 */
final class SupervisorJvm {

  /** Less than the JVM's own choice, which follows the memory of the host. */
  private static final List<String> FRUGAL = List.of("-Xms8m", "-Xmx256m", "-XX:+UseSerialGC");

  private SupervisorJvm() {}

  /**
   * Starts it, and waits until the program runs or cannot be started.
   *
   * @param line the command line of this process, from {@code run} on
   * @return the exit status
   */
  static int start(List<String> line, CommandLine command) throws IOException {
    List<String> argv = new ArrayList<>(List.of("setsid"));
    argv.addAll(thisJvm());
    argv.add("supervise");
    Process process = new ProcessBuilder(argv).redirectError(Redirect.DISCARD).start();
    // Through a pipe: other users can read the arguments of a process.
    try (OutputStream in = process.getOutputStream()) {
      in.write(Json.of(line).getBytes(StandardCharsets.UTF_8));
    }
    byte[] out = process.getInputStream().readAllBytes();
    Reply reply = reply(new String(out, StandardCharsets.UTF_8));
    if (reply.status() == 0) {
      command.getOut().println(reply.message());
      command.getOut().flush();
    } else {
      String message = String.valueOf(reply.message()).replaceAll("\\s*\\R\\s*", " ");
      command.getErr().println("ship: " + message);
      command.getErr().flush();
    }
    return reply.status();
  }

  private static Reply reply(String text) {
    try {
      return Json.read(text, Reply.class);
    } catch (JsonParseException e) {
      return new Reply(
          ExitStatus.NOT_BUILT, "the container's supervisor died before the program ran", null);
    }
  }

  /** Returns the command that started this JVM, up to its main class. */
  private static List<String> thisJvm() throws IOException {
    String main = System.getProperty("sun.java.command", "").split(" ", 2)[0];
    String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
    List<String> all = List.of(line.split("\0", -1));
    int at = all.indexOf(main);
    if (at < 1) {
      throw new IOException("this JVM was not started with a main class: use bin/ship");
    }
    List<String> jvm = new ArrayList<>();
    jvm.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    jvm.addAll(all.subList(1, at));
    jvm.addAll(FRUGAL);
    jvm.add(main);
    return jvm;
  }
}
