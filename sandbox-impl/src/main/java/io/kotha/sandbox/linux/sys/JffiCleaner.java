package io.kotha.sandbox.linux.sys;

import java.lang.ref.Cleaner;
import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps jffi, the native part of jnr-ffi, from starting a thread. jffi makes a {@link Cleaner} that
 * would close the C library when the object of it is collected. It never is, because the action of
 * the cleaner refers to the object; and the thread of the cleaner keeps the class loader of jffi,
 * and so that of an application that was undeployed, until the JVM ends.
 */
final class JffiCleaner {

  private static final Logger LOG = LoggerFactory.getLogger(JffiCleaner.class);

  private JffiCleaner() {}

  /** Gives jffi a cleaner that never cleans, unless it has one already. */
  static void withoutThread() {
    try {
      Field field = Class.forName("com.kenai.jffi.internal.Cleaner").getDeclaredField("cleaner");
      field.setAccessible(true);
      if (field.get(null) == null) {
        field.set(null, Cleaner.create(NeverStarted::new));
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("jffi starts a thread, which keeps its class loader", e);
    }
  }

  /** The cleaner starts it itself. */
  private static final class NeverStarted extends Thread {

    NeverStarted(Runnable ignored) {
      super("kotha-never-started");
    }

    @Override
    public synchronized void start() {
      // There is nothing to clean before the class loader itself is collected.
    }
  }
}
