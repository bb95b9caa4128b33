package io.kotha.examples.ship;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.SecurityLabel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that describe the isolation: namespaces, seccomp, security label, mitigations. */
final class WallOptions {

  @Option(
      names = "--share",
      paramLabel = "NS",
      split = ",",
      description =
          "Shares a namespace with the host: net, pid, uts, ipc, user, cgroup. A room that shares"
              + " pid has no /proc.")
  private List<Namespace> shared = List.of();

  @Option(names = "--loopback", description = "Brings up lo in the room's network namespace.")
  private boolean loopback;

  @Option(names = "--hostname", paramLabel = "NAME", description = "The host name in the room.")
  private @Nullable String hostname;

  @Option(
      names = "--time-offset",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "Creates a time namespace whose boot clock is ahead by TIME.")
  private @Nullable Duration timeOffset;

  @Option(
      names = "--seccomp",
      paramLabel = "default|grader|compute|docker|none|FILE",
      defaultValue = "default",
      description = "The system call filter; FILE is a seccomp profile of Docker or OCI.")
  private String seccomp;

  @Option(
      names = "--label",
      paramLabel = "apparmor:PROFILE|selinux:CONTEXT",
      converter = Converters.Label.class,
      description = "The label of the program for the host's security module.")
  private @Nullable SecurityLabel label;

  @Option(
      names = "--mitigate",
      paramLabel = "KIND",
      split = ",",
      description =
          "Mitigates side channels: ${COMPLETION-CANDIDATES}. An error if the host lacks it.")
  private List<Mitigation> mitigations = List.of();

  String seccomp() {
    return seccomp;
  }

  Sandbox apply(Sandbox sandbox) {
    Sandbox s = sandbox.share(shared.toArray(Namespace[]::new));
    s = shared.contains(Namespace.PID) ? s.withoutProc() : s;
    s = loopback ? s.loopback() : s;
    s = hostname == null ? s : s.hostname(hostname);
    s = timeOffset == null ? s : s.timeNs(timeOffset);
    s = label == null ? s : s.label(label);
    return s.mitigate(mitigations.toArray(Mitigation[]::new));
  }
}
