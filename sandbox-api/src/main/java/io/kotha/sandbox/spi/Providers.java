package io.kotha.sandbox.spi;

import io.kotha.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the provider on the class path or module path. There must be exactly one; where there are
 * several, the system property {@value #PROPERTY} names one of them. Safe for use by many threads.
 */
public final class Providers {

  /** The system property that holds a {@link SandboxProvider#name}. It is read once. */
  public static final String PROPERTY = "io.kotha.provider";

  private Providers() {}

  /**
   * Returns the provider.
   *
   * @throws SandboxException if there is none, or several and none of them is named
   */
  public static SandboxProvider get() throws SandboxException {
    return Holder.find();
  }

  /**
   * Returns the only provider of these, or the named one.
   *
   * @param name the value of the system property; null if it is not set
   * @throws SandboxException if that is not exactly one; the message names the remedy
   */
  static SandboxProvider choose(List<SandboxProvider> found, @Nullable String name)
      throws SandboxException {
    List<SandboxProvider> chosen =
        name == null ? found : found.stream().filter(p -> p.name().equals(name)).toList();
    if (chosen.size() == 1) {
      return chosen.get(0);
    }
    List<String> names = found.stream().map(SandboxProvider::name).toList();
    if (found.isEmpty()) {
      throw new SandboxException(
          "no sandbox provider found: add io.kotha:sandbox-impl to the class or module path");
    }
    throw new SandboxException(
        name == null
            ? "more than one sandbox provider found: "
                + names
                + "; keep one on the class or module path, or name one by -D"
                + PROPERTY
            : "not exactly one sandbox provider is named \"" + name + "\": " + names);
  }

  /** Initialized once for each class loader of the API. */
  private static final class Holder {
    private static final List<SandboxProvider> FOUND = load();
    private static final @Nullable String NAME = System.getProperty(PROPERTY);

    private static List<SandboxProvider> load() {
      List<SandboxProvider> found = new ArrayList<>();
      ServiceLoader.load(SandboxProvider.class, SandboxProvider.class.getClassLoader())
          .forEach(found::add);
      return List.copyOf(found);
    }

    static SandboxProvider find() throws SandboxException {
      return choose(FOUND, NAME);
    }
  }
}
