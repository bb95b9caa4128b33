package io.kotha.sandbox.linux.observe;

import io.kotha.sandbox.event.SandboxListener;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners that {@link ServiceLoader} finds. */
final class FoundListeners {

  private static final Logger LOG = LoggerFactory.getLogger(FoundListeners.class);

  private FoundListeners() {}

  /** Makes the listeners that the class loader of the API sees. One that is broken is left out. */
  static List<SandboxListener> load() {
    return load(SandboxListener.class.getClassLoader());
  }

  /** Makes the listeners that a class loader sees. */
  static List<SandboxListener> load(ClassLoader loader) {
    List<SandboxListener> listeners = new ArrayList<>();
    Iterator<ServiceLoader.Provider<SandboxListener>> found =
        ServiceLoader.load(SandboxListener.class, loader).stream().iterator();
    try {
      while (found.hasNext()) {
        add(found.next(), listeners);
      }
    } catch (Error e) { // of the search, or of a class that cannot be linked
      // A search that has failed may fail in the same way for ever.
      LOG.warn("the search for listeners ends early", e);
    }
    return listeners;
  }

  private static void add(
      ServiceLoader.Provider<SandboxListener> provider, List<SandboxListener> listeners) {
    try {
      listeners.add(provider.get());
    } catch (Error e) { // a ServiceConfigurationError, or what its constructor threw
      LOG.warn("a listener cannot be made, and gets no event: {}", provider.type().getName(), e);
    }
  }
}
