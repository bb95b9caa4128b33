package io.kotha.examples.server;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Deploys applications with their own copies of Kotha into a server, and undeploys them while rooms
 * are alive: {@code Redeployments SERVER APPLICATION DIRECTORY SCENARIO}. Kotha is not on the class
 * path of this JVM. Prints what it finds, one line each.
 */
final class Redeployments {

  /** The number of times that an application is deployed again. */
  static final int TIMES = 50;

  /** The helper, and two processes of each of the two programs that are left alive. */
  private static final int PROCESSES = 5;

  private final ServletServer server;
  private final Path application;
  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

  private Redeployments(ServletServer server, Path application) {
    this.server = server;
    this.application = application;
  }

  /** Runs as the class describes. */
  public static void main(String[] args) throws Exception {
    System.setProperty("http.keepAlive", "false"); // otherwise the client starts a thread
    Path directory = Path.of(args[2]);
    try (ServletServer server =
        args[0].equals("tomcat") ? new TomcatServer(directory) : new JettyServer(directory)) {
      Redeployments applications = new Redeployments(server, Path.of(args[1]));
      switch (args[3]) {
        case "again" -> applications.again();
        case "two" -> applications.two();
        case "failing" -> applications.failing();
        default -> throw new IllegalArgumentException(args[3]);
      }
      server.reportedLeaks().forEach(leak -> System.out.println("reported: " + leak));
    }
    System.exit(0);
  }

  private void again() throws Exception {
    redeploy(1); // the first use starts threads of the JDK and of the server
    System.out.println("before: " + Figures.take(loaders));
    redeploy(TIMES);
    System.out.println("after: " + Figures.take(loaders));
  }

  private void redeploy(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      deploy("/app");
      use("/app");
      server.undeploy("/app");
    }
  }

  private void two() throws Exception {
    redeploy(1);
    System.out.println("before: " + Figures.take(loaders));
    deploy("/first");
    deploy("/second");
    use("/first");
    use("/second");
    System.out.println("both: " + Figures.countHelpers() + " helpers");
    server.undeploy("/first");
    System.out.println("second: " + Figures.countHelpers() + " helpers");
    use("/second");
    server.undeploy("/second");
    System.out.println("after: " + Figures.take(loaders));
  }

  /** The listener of the application fails when it is deployed. */
  private void failing() throws Exception {
    failToDeploy(1);
    System.out.println("before: " + Figures.take(loaders));
    failToDeploy(5);
    System.out.println("after: " + Figures.take(loaders));
  }

  private void failToDeploy(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      boolean deployed = true;
      try {
        deploy("/app");
      } catch (Exception e) {
        deployed = false;
      }
      if (deployed) {
        throw new IllegalStateException("the application was deployed");
      }
      server.undeploy("/app");
    }
  }

  private void deploy(String path) throws Exception {
    loaders.add(new WeakReference<>(server.deploy(path, application)));
  }

  /** Lets threads of the server run programs, and leaves two of the programs alive. */
  private void use(String path) throws IOException {
    expect("hello", get(path + "/run"));
    expect("alive", get(path + "/start"));
    expect("alive", get(path + "/start"));
    if (Figures.countProcesses() < PROCESSES) {
      throw new IllegalStateException("only " + Figures.countProcesses() + " processes");
    }
  }

  private static void expect(String expected, String answer) {
    if (!answer.equals(expected)) {
      throw new IllegalStateException("not " + expected + " but " + answer);
    }
  }

  private String get(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + server.port() + path).toURL().openConnection();
    try (InputStream content = connection.getInputStream()) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      connection.disconnect();
    }
  }
}
