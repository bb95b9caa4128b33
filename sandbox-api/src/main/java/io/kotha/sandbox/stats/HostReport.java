package io.kotha.sandbox.stats;

import java.util.List;
import java.util.Optional;

/**
 * What this host can give, feature by feature.
 *
 * @param provider name of the provider that looked
 * @param features every feature it knows of
 */
public record HostReport(String provider, List<Feature> features) {

  public HostReport {
    features = List.copyOf(features);
  }

  /**
   * One feature.
   *
   * @param name stable, such as {@code namespace.user}, {@code cgroup.memory}, {@code seccomp}
   * @param available whether it can be used from this JVM
   * @param detail what was seen: version, path, or why not
   * @param remedy what would make it available; empty when it is
   */
  public record Feature(String name, boolean available, String detail, String remedy) {}

  /** A feature by name. */
  public Optional<Feature> feature(String name) {
    return features.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /** Whether the named feature is known and available. */
  public boolean has(String name) {
    return feature(name).map(Feature::available).orElse(false);
  }

  /** One line a feature. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("provider " + provider + "\n");
    for (Feature f : features) {
      text.append(
          String.format("%-3s %-24s %s", f.available() ? "yes" : "no", f.name(), f.detail()));
      text.append(f.available() ? "\n" : "\n    → " + f.remedy() + "\n");
    }
    return text.toString();
  }
}
