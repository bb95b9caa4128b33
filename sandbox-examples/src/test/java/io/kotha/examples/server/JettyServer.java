package io.kotha.examples.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee11.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee11.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty. It has no detector of leaks. */
final class JettyServer implements ServletServer {

  /** The number of threads is fixed, so that it can be compared. */
  private static final int THREADS = 8;

  /** Jars are not searched for annotations: the application has them in its own classes. */
  private static final String NO_JAR = "none";

  private final Server server = new Server(new QueuedThreadPool(THREADS, THREADS));
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final ContextHandlerCollection contexts = new ContextHandlerCollection(true);
  private final Map<String, WebAppContext> deployed = new ConcurrentHashMap<>();
  private final Path directory;

  /** Starts the server with its working files in a directory. */
  JettyServer(Path directory) throws Exception {
    this.directory = directory;
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(contexts);
    server.start();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public ClassLoader deploy(String path, Path application) throws Exception {
    WebAppContext context = new WebAppContext(application.toString(), path);
    context.addConfiguration(new AnnotationConfiguration());
    context.setAttribute(MetaInfConfiguration.WEBINF_JAR_PATTERN, NO_JAR);
    context.setTempDirectory(directory.resolve("work" + path.replace('/', '-')).toFile());
    context.setThrowUnavailableOnStartupException(true);
    deployed.put(path, context);
    contexts.addHandler(context);
    context.start();
    return context.getClassLoader();
  }

  @Override
  public void undeploy(String path) throws Exception {
    WebAppContext context = deployed.remove(path);
    context.stop();
    contexts.removeHandler(context);
    context.destroy();
  }

  @Override
  public List<String> reportedLeaks() {
    return List.of();
  }

  @Override
  public void close() throws Exception {
    server.stop();
    server.destroy();
  }
}
