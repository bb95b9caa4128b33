package io.kotha.sandbox.linux.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kotha.sandbox.event.SandboxListener;
import io.kotha.sandbox.linux.fixture.LogLines;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners that are named in META-INF/services. */
class FoundListenersTest {

  @TempDir private Path dir = Path.of("set by JUnit");

  private List<SandboxListener> found(Class<?>... named) throws Exception {
    Path services = Files.createDirectories(dir.resolve("META-INF/services"));
    List<String> names = List.of(named).stream().map(Class::getName).toList();
    Files.write(services.resolve(SandboxListener.class.getName()), names);
    URL[] path = {dir.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      return FoundListeners.load(loader);
    }
  }

  @Test
  void listenersOnTheClassPathAreFound() throws Exception {
    assertThat(found(ObserversTest.Found.class))
        .singleElement()
        .isInstanceOf(ObserversTest.Found.class);
  }

  @Test
  void brokenListenerIsLeftOutWithAWarning() throws Exception {
    try (LogLines log = LogLines.of(FoundListeners.class, Level.INFO)) {
      assertThat(found(ObserversTest.Broken.class, ObserversTest.Found.class)).hasSize(1);
      assertThat(log.all()).singleElement().asString().contains("$Broken").startsWith("WARN");
    }
  }

  @Test
  void searchEndsAtANameThatIsNoListener() throws Exception {
    try (LogLines log = LogLines.of(FoundListeners.class, Level.INFO)) {
      assertThat(found(ObserversTest.Found.class, ObserversTest.class)).hasSize(1);
      assertThat(log.all()).singleElement().asString().startsWith("WARN the search");
    }
  }
}
