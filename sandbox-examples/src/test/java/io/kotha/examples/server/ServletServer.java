package io.kotha.examples.server;

import java.nio.file.Path;
import java.util.List;

/** A servlet container that runs in this JVM. */
interface ServletServer extends AutoCloseable {

  /** Returns the TCP port of the server on the loopback interface. */
  int port();

  /**
   * Deploys an application.
   *
   * @param path the context path
   * @param directory the unpacked WAR file
   * @return the class loader of the application
   */
  ClassLoader deploy(String path, Path directory) throws Exception;

  /** Stops an application, and forgets it. */
  void undeploy(String path) throws Exception;

  /** Returns the leaks that the server itself has reported. */
  List<String> reportedLeaks();
}
