package io.kotha.sandbox;

import java.util.List;
import java.util.stream.Collectors;

/** This host lacks something that was asked for; each lack comes with its remedy. */
public final class UnsupportedHostException extends SandboxException {

  private static final long serialVersionUID = 1L;

  private final transient List<Missing> missing;

  public UnsupportedHostException(List<Missing> missing) {
    super(
        missing.stream()
            .map(m -> m.feature() + ": " + m.reason() + " (" + m.remedy() + ")")
            .collect(Collectors.joining("; ", "this host cannot give what was asked for: ", "")));
    this.missing = List.copyOf(missing);
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
