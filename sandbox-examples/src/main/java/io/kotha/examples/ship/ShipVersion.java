package io.kotha.examples.ship;

import picocli.CommandLine.IVersionProvider;

/** The version that {@code ship --version} prints. */
final class ShipVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = ShipVersion.class.getPackage().getImplementationVersion();
    return new String[] {"ship " + (version == null ? "(not packaged)" : version)};
  }
}
