package io.kotha.sandbox;

import io.kotha.sandbox.spi.SandboxProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds the one provider. None, or more than one, is an error that says what to do. */
final class Providers {

  private Providers() {}

  static SandboxProvider get() throws SandboxException {
    return Holder.find();
  }

  /** Looked for once per class loader of the API. */
  private static final class Holder {
    private static final List<SandboxProvider> FOUND = load();

    private static List<SandboxProvider> load() {
      List<SandboxProvider> found = new ArrayList<>();
      ServiceLoader.load(SandboxProvider.class, Sandbox.class.getClassLoader()).forEach(found::add);
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
