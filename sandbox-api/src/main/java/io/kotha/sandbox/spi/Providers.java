package io.kotha.sandbox.spi;

import io.kotha.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The lookup of the one provider on the class path or module path. Safe for use by many threads.
 * Users of the API never need it.
 */
public final class Providers {

  private Providers() {}

  /**
   * Returns the provider.
   *
   * @throws SandboxException if there is none or more than one; the message names the remedy
   */
  public static SandboxProvider get() throws SandboxException {
    return Holder.find();
  }

  /** The holder idiom: loads the providers once for each class loader of the API. */
  private static final class Holder {
    private static final List<SandboxProvider> FOUND = load();

    private static List<SandboxProvider> load() {
      List<SandboxProvider> found = new ArrayList<>();
      ServiceLoader.load(SandboxProvider.class, SandboxProvider.class.getClassLoader())
          .forEach(found::add);
      return List.copyOf(found);
    }

    static SandboxProvider find() throws SandboxException {
      if (FOUND.size() == 1) {
        return FOUND.get(0);
      }
      throw new SandboxException(
          FOUND.isEmpty()
              ? "no sandbox provider found: add io.kotha:sandbox-impl to the class or module path"
              : "more than one sandbox provider found: "
                  + FOUND.stream().map(SandboxProvider::name).toList()
                  + "; keep one of them on the class or module path");
    }
  }
}
