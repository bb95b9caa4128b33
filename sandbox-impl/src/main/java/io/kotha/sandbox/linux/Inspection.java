package io.kotha.sandbox.linux;

import io.kotha.sandbox.HostReport;
import java.util.List;

/** The provider's report on its host. */
final class Inspection {

  private Inspection() {}

  static HostReport of(Engine engine) {
    return new HostReport("linux", List.of());
  }
}
