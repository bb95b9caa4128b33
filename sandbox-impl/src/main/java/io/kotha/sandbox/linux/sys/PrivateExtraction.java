package io.kotha.sandbox.linux.sys;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes jffi, the native part of jnr-ffi, unpack its library where no other user can write. By
 * default jffi unpacks it into the temporary directory with the permissions that the JVM's umask
 * leaves: under a umask of 0, any local user could change the code before the JVM maps it.
 */
final class PrivateExtraction {

  private static final String DIRECTORY = "jffi.extract.dir";
  private static final String BOOT_PATH = "jffi.boot.library.path";

  private PrivateExtraction() {}

  /**
   * Loads something with jffi, whose library is unpacked into a new directory of mode 0700. Nothing
   * stays of it. A directory that the application has set for jffi is used as it is.
   */
  static <T> T during(Supplier<T> loading) throws IOException {
    // Other class loaders may load Kotha at the same time. They share the property, and this lock.
    synchronized (Runtime.getRuntime()) {
      if (System.getProperty(DIRECTORY) != null || System.getProperty(BOOT_PATH) != null) {
        return loading.get();
      }
      Path directory = create();
      System.setProperty(DIRECTORY, directory.toString());
      try {
        return loading.get();
      } finally {
        System.clearProperty(DIRECTORY);
        delete(directory);
      }
    }
  }

  /** Makes the directory, of mode 0700, in the temporary directory or else in the current one. */
  private static Path create() throws IOException {
    IOException first = null;
    for (String parent : List.of("java.io.tmpdir", "user.dir")) {
      try {
        return Files.createTempDirectory(Path.of(System.getProperty(parent, ".")), "kotha-jffi-");
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    throw new IOException(
        "no directory can be made for jnr-ffi's native library: "
            + first
            + ". Set java.io.tmpdir to a directory that the JVM's user can write",
        first);
  }

  private static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.delete(directory);
  }
}
