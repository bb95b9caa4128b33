package io.kotha.examples.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.JreMemoryLeakPreventionListener;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.ThreadLocalLeakPreventionListener;
import org.apache.catalina.startup.Tomcat;

/** Tomcat, with the listeners of its own {@code server.xml} that look for leaks. */
final class TomcatServer implements ServletServer {

  /** The number of threads is fixed, so that it can be compared. */
  private static final int THREADS = 4;

  // java.util.logging keeps only weak references.
  private static final Logger SERVER = Logger.getLogger("org.apache");
  private static final Logger LOADERS = Logger.getLogger("org.apache.catalina.loader");

  private final Tomcat tomcat = new Tomcat();
  private final Leaks leaks = new Leaks();

  /** Starts the server with its working files in a directory. */
  TomcatServer(Path directory) throws Exception {
    System.setProperty("tomcat.util.scan.StandardJarScanFilter.jarsToSkip", "*.jar");
    SERVER.setLevel(Level.WARNING);
    LOADERS.addHandler(leaks);
    tomcat.setBaseDir(directory.toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("minSpareThreads", String.valueOf(THREADS));
    connector.setProperty("maxThreads", String.valueOf(THREADS));
    tomcat.setConnector(connector);
    tomcat.getServer().addLifecycleListener(new JreMemoryLeakPreventionListener());
    tomcat.getServer().addLifecycleListener(new ThreadLocalLeakPreventionListener());
    tomcat.setAddDefaultWebXmlToWebapp(false); // it names the servlet of JSP, which is not here
    tomcat.getEngine().setBackgroundProcessorDelay(-1); // its thread would be taken for a leak
    tomcat.start();
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public ClassLoader deploy(String path, Path directory) {
    Context context = tomcat.addWebapp(path, directory.toString());
    if (!context.getState().isAvailable()) {
      throw new IllegalStateException(path + " is " + context.getStateName());
    }
    return context.getLoader().getClassLoader();
  }

  @Override
  public void undeploy(String path) throws Exception {
    Context context = (Context) tomcat.getHost().findChild(path);
    tomcat.getHost().removeChild(context);
  }

  @Override
  public List<String> reportedLeaks() {
    List<String> all = new ArrayList<>(leaks.messages);
    for (String context : ((StandardHost) tomcat.getHost()).findReloadedContextMemoryLeaks()) {
      all.add("the class loader of " + context);
    }
    return all;
  }

  @Override
  public void close() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }

  /** Keeps the warnings of the class loaders. */
  private static final class Leaks extends Handler {

    final List<String> messages = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
        messages.add(record.getMessage().replace("\n", " "));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
