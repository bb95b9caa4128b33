package io.kotha.sandbox.stats;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The features that this host offers. Immutable.
 *
 * @param provider name of the provider that made the report
 * @param features every feature that the provider knows
 */
public record HostReport(String provider, List<Feature> features) {

  /** Copies the list. */
  public HostReport {
    Objects.requireNonNull(provider, "provider");
    features = List.copyOf(Objects.requireNonNull(features, "features"));
  }

  /**
   * One feature.
   *
   * @param name stable name, such as {@code namespace.user}, {@code cgroup.memory}, {@code seccomp}
   * @param available true if this JVM can use it
   * @param detail version, path, or the reason why it is missing
   * @param remedy change that would make it available; empty if it is
   */
  public record Feature(String name, boolean available, String detail, String remedy) {
    public Feature {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(detail, "detail");
      Objects.requireNonNull(remedy, "remedy");
    }
  }

  /** Returns the feature of this name; empty if the provider does not know it. */
  public Optional<Feature> feature(String name) {
    Objects.requireNonNull(name, "name");
    return features.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /** Returns whether the named feature is known and available. */
  public boolean has(String name) {
    return feature(name).map(Feature::available).orElse(false);
  }

  /** Returns the report as text, with one line for each feature and one for each remedy. */
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
