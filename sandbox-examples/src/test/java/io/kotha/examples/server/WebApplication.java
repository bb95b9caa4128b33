package io.kotha.examples.server;

import static java.util.stream.Collectors.joining;

import io.kotha.examples.fixture.OtherJvm;
import io.kotha.examples.readme.Documentation;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An unpacked WAR file with a copy of Kotha and its dependencies in {@code WEB-INF/lib}. Its
 * listener is that of {@code docs/howto/app-server.md}.
 */
final class WebApplication {

  private static final String PAGE = "docs/howto/app-server.md";
  private static final String LISTENER = "RoomsListener";

  /** The files of Kotha and of what it needs at run time. */
  private static final Pattern LIBRARY =
      Pattern.compile(
          "sandbox-(api|impl)-[\\d.]+(-SNAPSHOT)?\\.jar|(jnr-|jffi-|asm-|guava-|failureaccess-).*|"
              + "slf4j-api-.*");

  private WebApplication() {}

  /** Creates the application in a directory. */
  static Path make(Path directory) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("WEB-INF/classes"));
    String complaints = Documentation.compile(Documentation.program(PAGE, LISTENER), classes);
    if (!complaints.isEmpty()) {
      throw new AssertionError(complaints);
    }
    for (Class<?> type : List.of(RoomsServlet.class, RoomsServlet.Ignoring.class)) {
      String name = type.getName().replace('.', '/') + ".class";
      Path file = classes.resolve(name);
      Files.createDirectories(file.getParent());
      try (InputStream content = type.getClassLoader().getResourceAsStream(name)) {
        Files.copy(content, file);
      }
    }
    Path libraries = Files.createDirectories(directory.resolve("WEB-INF/lib"));
    for (Path entry : entries().filter(WebApplication::isLibrary).toList()) {
      Files.copy(entry, libraries.resolve(entry.getFileName()));
    }
    return directory;
  }

  private static boolean isLibrary(Path entry) {
    return LIBRARY.matcher(entry.getFileName().toString()).matches();
  }

  /** Returns the class path of a server: the test classes, and the jars with these names. */
  static String serverClassPath(Pattern names) {
    return entries()
        .filter(
            entry ->
                entry.endsWith("test-classes")
                    || names.matcher(entry.getFileName().toString()).matches())
        .map(Path::toString)
        .collect(joining(File.pathSeparator));
  }

  private static Stream<Path> entries() {
    return Stream.of(OtherJvm.classPath().split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath());
  }
}
