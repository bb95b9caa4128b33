package io.kotha.sandbox;

import static java.util.stream.Collectors.toList;

import io.kotha.sandbox.stats.HostReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** This host lacks something that was asked for; each lack comes with its remedy. */
public final class UnsupportedHostException extends SandboxException {

  private static final long serialVersionUID = 1L;

  private final transient List<Missing> missing;

  public UnsupportedHostException(List<Missing> missing) {
    super("this host cannot give what was asked for: " + text(missing));
    this.missing = List.copyOf(missing);
  }

  /** Each lack with its reason; a remedy that several have in common is said once. */
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

  /** What is missing, at least one. */
  public List<Missing> missing() {
    return missing;
  }

  /**
   * One lack.
   *
   * @param feature its name in {@link HostReport}
   * @param reason why it is not there
   * @param remedy what would give it
   */
  public record Missing(String feature, String reason, String remedy) {}
}
