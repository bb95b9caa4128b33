package io.kotha.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.OtherJvm;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.stats.HostReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/**
 * Web applications in a real server, each with its own copy of Kotha and the listener of {@code
 * docs/howto/app-server.md}. Threads of the server use the rooms, and rooms are alive when an
 * application is undeployed.
 */
@Timeout(330)
class RedeploymentIT {

  private static final String TOMCAT = "tomcat";
  private static final String JETTY = "jetty";

  /** The jars of each server. */
  private static final Map<String, Pattern> JARS =
      Map.of(
          TOMCAT, Pattern.compile("tomcat-.*"),
          JETTY, Pattern.compile("(jetty-|jakarta\\.|asm-|slf4j-api-).*"));

  /** Tomcat's own start script opens these, so that Tomcat finds what an application leaves. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.rmi/sun.rmi.transport");

  @TempDir Path dir;

  private Path application;

  @BeforeEach
  void makeApplication() throws IOException {
    application = WebApplication.make(dir.resolve("application"));
  }

  @ParameterizedTest
  @ValueSource(strings = {TOMCAT, JETTY})
  void redeployedApplicationLeavesNothing(String server) throws Exception {
    requireLimits();
    List<String> lines = run(server, "again");
    lines.forEach(line -> System.out.println(server + " " + line));
    assertNothingIsLeft(lines);
    assertThat(lines).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {TOMCAT, JETTY})
  void undeployedApplicationLeavesRoomsOfAnotherAlone(String server) throws Exception {
    requireLimits();
    List<String> lines = run(server, "two");
    assertNothingIsLeft(lines);
    assertThat(lines.subList(1, lines.size() - 1))
        .containsExactly("both: 2 helpers", "second: 1 helpers");
  }

  @ParameterizedTest
  @ValueSource(strings = {TOMCAT, JETTY})
  void applicationThatCannotStartLeavesNothing(String server) throws Exception {
    List<String> lines = run(server, "failing", "-Dio.kotha.cgroup.parent=/kotha-test-missing");
    assertNothingIsLeft(lines);
    assertThat(lines).hasSize(2);
  }

  /** Compares each figure of the first line with that of the last one. */
  private static void assertNothingIsLeft(List<String> lines) {
    String before = lines.get(0);
    String after = lines.get(lines.size() - 1);
    assertThat(before)
        .startsWith("before: 0 class loaders, ")
        .contains(" 0 processes, ")
        .endsWith(" 0 cgroups, 0 files");
    List<Integer> most = figures(before);
    assertThat(figures(after))
        .as("%s, %s", before, after)
        .zipSatisfy(most, (figure, limit) -> assertThat(figure).isLessThanOrEqualTo(limit));
  }

  /** Runs a scenario of {@link Redeployments}, and returns the lines that it prints. */
  private List<String> run(String server, String scenario, String... more) throws Exception {
    Path temporary = Files.createDirectories(dir.resolve("tmp"));
    Path directory = Files.createDirectories(dir.resolve(server));
    List<String> options = new ArrayList<>();
    OPENED.forEach(name -> options.add("--add-opens=" + name + "=ALL-UNNAMED"));
    options.add("-XX:SoftRefLRUPolicyMSPerMB=0"); // a soft reference is no leak
    options.add("-Djava.io.tmpdir=" + temporary);
    options.add("-Dslf4j.internal.verbosity=ERROR"); // the application has no logger
    options.add("-Dio.kotha.provider=linux"); // the only one in its libraries
    options.addAll(List.of(more));
    OtherJvm run =
        OtherJvm.runWith(
            WebApplication.serverClassPath(JARS.get(server)),
            options,
            dir,
            Redeployments.class.getName(),
            server,
            application.toString(),
            directory.toString(),
            scenario);
    assertThat(run.status()).as(run.out() + run.err()).isZero();
    return run.out().lines().toList();
  }

  private static List<Integer> figures(String line) {
    return Pattern.compile("\\d+")
        .matcher(line)
        .results()
        .map(m -> Integer.valueOf(m.group()))
        .toList();
  }

  private static void requireLimits() throws IOException {
    HostReport host = Sandbox.inspect();
    for (String feature : List.of("cgroup.memory", "cgroup.pids")) {
      if (!host.has(feature)) {
        throw new TestAbortedException("host lacks " + feature + ": the listener asks for it");
      }
    }
  }
}
