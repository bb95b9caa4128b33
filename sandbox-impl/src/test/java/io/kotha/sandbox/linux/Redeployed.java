package io.kotha.sandbox.linux;

import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxEngine;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.runtime.ObjectMethods;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Deploys an application with its own copy of the library a number of times, {@code Redeployed
 * ROOTFS TIMES}. For each time it prints a line: whether its class loader and the first one can be
 * collected, and what the application left. Rooms are alive when it is undeployed.
 */
final class Redeployed {

  private Redeployed() {}

  /** Runs as the class describes. */
  public static void main(String[] args) throws Exception {
    WeakReference<ClassLoader> first = use(Path.of(args[0])); // it also starts threads of the JDK
    for (int i = 0; i < 5; i++) { // the files of a class loader are closed after it was collected
      System.gc();
      Thread.sleep(100);
    }
    long descriptors = descriptors();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      List<Thread> threads = threads();
      WeakReference<ClassLoader> loader = use(Path.of(args[0]));
      for (int wait = 0; wait < 10 && !(first.refersTo(null) && loader.refersTo(null)); wait++) {
        forgetRecords();
        System.gc();
        Thread.sleep(100);
      }
      List<Thread> more = threads();
      more.removeAll(threads);
      System.out.println(
          (first.refersTo(null) && loader.refersTo(null) ? "collected, " : "held, ")
              + (more.isEmpty() ? "0" : more)
              + " threads, "
              + ProcessHandle.current().children().count()
              + " children, "
              + Math.max(0, descriptors() - descriptors)
              + " descriptors");
    }
    System.exit(0);
  }

  /**
   * Until JDK 20, the method handles of {@link ObjectMethods} keep the last record class whose
   * {@code equals} was linked, whoever loaded it. Links one of this class loader.
   */
  private static void forgetRecords() throws Exception {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodHandle text = lookup.findGetter(Linked.class, "text", String.class);
    for (String name : List.of("equals", "hashCode", "toString")) {
      MethodType type =
          switch (name) {
            case "equals" -> MethodType.methodType(boolean.class, Linked.class, Object.class);
            case "hashCode" -> MethodType.methodType(int.class, Linked.class);
            default -> MethodType.methodType(String.class, Linked.class);
          };
      try {
        ObjectMethods.bootstrap(lookup, name, type, Linked.class, "text", text);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record Linked(String text) {}

  private static WeakReference<ClassLoader> use(Path rootfs) throws Exception {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      path.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader loader =
        new URLClassLoader(
            "application", path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Callable<?> task =
          (Callable<?>)
              loader
                  .loadClass(Application.class.getName())
                  .getConstructor(Path.class)
                  .newInstance(rootfs);
      // As in an app server, the thread outlives the application.
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        task.call();
      } finally {
        thread.setContextClassLoader(before);
      }
      return new WeakReference<>(loader);
    }
  }

  private static List<Thread> threads() {
    return new ArrayList<>(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
            .toList());
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      return fds.count();
    }
  }

  /** Uses most parts of the library, leaves rooms alive, and closes the engine. */
  public static final class Application implements Callable<Object> {

    private final Path rootfs;

    /** Keeps the root of the rooms. */
    public Application(Path rootfs) {
      this.rootfs = rootfs;
    }

    @Override
    public Object call() throws Exception {
      SandboxEngine.addListener(event -> {}); // it never closes the registration
      Sandbox sandbox = Sandbox.rootfs(Rootfs.of(rootfs));
      sandbox.run("/bin/true");
      SandboxProcess left = sandbox.start("/bin/sleep", "100");
      SandboxPool pool = sandbox.pool(2);
      pool.start("/bin/sleep", "100");
      left.onExit();
      SandboxEngine.close();
      return left.verdict();
    }
  }
}
