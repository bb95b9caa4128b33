package io.kotha.sandbox;

import static java.util.stream.Collectors.toList;

import io.kotha.sandbox.stats.HostReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A request for features that this host lacks. Each missing feature has a reason and a remedy. */
public final class UnsupportedHostException extends SandboxException {

  private static final long serialVersionUID = 1L;

  private final transient List<Missing> missing;

  /** Creates an exception. For providers. */
  public UnsupportedHostException(List<Missing> missing) {
    super(
        "this host cannot give what was asked for: "
            + text(Objects.requireNonNull(missing, "missing")));
    this.missing = List.copyOf(missing);
  }

  /** Returns each missing feature with its reason; a remedy that several share appears once. */
  private static String text(List<Missing> missing) {
    Map<String, List<Missing>> byRemedy =
        missing.stream()
            .collect(Collectors.groupingBy(Missing::remedy, LinkedHashMap::new, toList()));
    return byRemedy.entrySet().stream()
        .map(
            group ->
                group.getValue().stream()
                        .map(m -> m.feature() + ": " + m.reason())
                        .collect(Collectors.joining(", "))
                    + " ("
                    + group.getKey()
                    + ")")
        .collect(Collectors.joining("; "));
  }

  /** Returns the missing features; at least one. */
  public List<Missing> missing() {
    return missing;
  }

  /**
   * A feature that this host lacks.
   *
   * @param feature its name in a {@link HostReport}
   * @param reason why it is missing
   * @param remedy change that would make it available
   */
  public record Missing(String feature, String reason, String remedy) {
    public Missing {
      Objects.requireNonNull(feature, "feature");
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(remedy, "remedy");
    }
  }
}
