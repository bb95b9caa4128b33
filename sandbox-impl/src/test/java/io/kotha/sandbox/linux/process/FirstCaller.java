package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.linux.fixture.Rooms;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Uses the library for the first time in a thread of an application, {@code FirstCaller ROOTFS},
 * and drops the application. Prints {@code ran} or the failure of the application, and in the next
 * line whether its class loader can be collected.
 */
final class FirstCaller {

  private FirstCaller() {}

  /** Runs the application, as the class describes. */
  public static void main(String[] args) throws Exception {
    WeakReference<ClassLoader> loader = application(Path.of(args[0]));
    for (int i = 0; i < 50 && loader.get() != null; i++) {
      System.gc();
      Thread.sleep(100);
    }
    System.out.println(loader.get() == null ? "collected" : "held by " + holders(loader.get()));
    System.exit(0);
  }

  private static WeakReference<ClassLoader> application(Path rootfs) throws Exception {
    InheritableThreadLocal<Object> local = new InheritableThreadLocal<>();
    URL classes = Task.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader loader = new ApplicationLoader(classes);
    Callable<?> task =
        (Callable<?>)
            loader.loadClass(Task.class.getName()).getConstructor(Path.class).newInstance(rootfs);
    Thread thread =
        new Thread(
            () -> {
              local.set(loader);
              System.out.println(outcome(task));
            });
    thread.setContextClassLoader(loader);
    thread.start();
    thread.join();
    return new WeakReference<>(loader);
  }

  /** Returns a text: a throwable would keep the class loader, whose classes are on its stack. */
  private static String outcome(Callable<?> task) {
    try {
      task.call();
      return "ran";
    } catch (Throwable e) {
      return "failed: " + e;
    }
  }

  private static String holders(ClassLoader loader) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getContextClassLoader() == loader)
        .map(Thread::getName)
        .toList()
        .toString();
  }

  /** Loads {@link Task} anew, and everything else as its parent does. */
  private static final class ApplicationLoader extends URLClassLoader {

    ApplicationLoader(URL classes) {
      super("application", new URL[] {classes}, FirstCaller.class.getClassLoader());
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      return name.equals(Task.class.getName()) ? findClass(name) : super.loadClass(name);
    }
  }

  /** The application: its class is on the stack when the library starts its threads. */
  public static final class Task implements Callable<Integer> {

    private final Path rootfs;

    /** Makes an application whose rooms have this root. */
    public Task(Path rootfs) {
      this.rootfs = rootfs;
    }

    @Override
    public Integer call() throws Exception {
      try (SandboxProcess process = Rooms.on(rootfs).start("/bin/true")) {
        require(process.waitFor());
      }
      return require(Rooms.on(rootfs).runAsync("/bin/true").join().exitValue());
    }

    private static int require(int status) {
      if (status != 0) {
        throw new IllegalStateException("exit status " + status);
      }
      return status;
    }
  }
}
