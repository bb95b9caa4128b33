package io.kotha.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.OtherJvm;
import io.kotha.examples.readme.Documentation;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxEngine;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.stats.HostReport;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The object of {@code docs/howto/app-server.md} that owns an application's rooms, made and
 * destroyed by frameworks.
 */
@Timeout(120)
class FrameworkIT {

  private static final String PAGE = "docs/howto/app-server.md";
  private static final String OWNER = "ApplicationRooms";

  @TempDir Path dir;

  @BeforeEach
  void requireLimits() throws IOException {
    HostReport host = Sandbox.inspect();
    for (String feature : List.of("cgroup.memory", "cgroup.pids")) {
      if (!host.has(feature)) {
        throw new TestAbortedException("host lacks " + feature + ": the page asks for it");
      }
    }
  }

  @Test
  void springClosesTheEngine() throws Exception {
    try (URLClassLoader application = compile("-proc:none")) {
      var context = new AnnotationConfigApplicationContext();
      context.setClassLoader(application);
      context.register(owner(application));
      context.refresh();
      SandboxProcess running = start(context.getBean(owner(application)));
      context.close();
      assertClosed(running);
    }
  }

  @Test
  void micronautClosesTheEngine() throws Exception {
    try (URLClassLoader application = compile("-processorpath", OtherJvm.classPath())) {
      ApplicationContext context = ApplicationContext.builder(application).start();
      SandboxProcess running = start(context.getBean(owner(application)));
      context.close();
      assertClosed(running);
    }
  }

  private URLClassLoader compile(String... options) throws IOException {
    assertThat(Documentation.compile(Documentation.program(PAGE, OWNER), dir, options)).isEmpty();
    return new URLClassLoader(new URL[] {dir.toUri().toURL()}, getClass().getClassLoader());
  }

  private static Class<?> owner(ClassLoader application) throws ClassNotFoundException {
    return application.loadClass("org.example." + OWNER);
  }

  private static SandboxProcess start(Object owner) throws Exception {
    SandboxPool pool = (SandboxPool) owner.getClass().getMethod("pool").invoke(owner);
    SandboxProcess process = pool.start("/bin/sleep", "50");
    assertThat(process.isAlive()).isTrue();
    assertThat(SandboxEngine.rooms()).isNotEmpty();
    return process;
  }

  private static void assertClosed(SandboxProcess process) throws Exception {
    assertThat(process.waitFor(0, TimeUnit.SECONDS)).isTrue();
    assertThat(process.verdict()).isInstanceOf(Verdict.Killed.class);
    assertThat(SandboxEngine.rooms()).isEmpty();
  }
}
