package io.kotha.examples.ship;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.SecurityLabel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What separates the room from the host. */
final class WallOptions {

  @Option(
      names = "--share",
      paramLabel = "NS",
      split = ",",
      description =
          "Lets the room have the host's namespace: net, pid, uts, ipc, user, cgroup. With pid,"
              + " the room has no /proc.")
  private List<Namespace> shared = List.of();

  @Option(names = "--loopback", description = "Brings lo up in the room's own network.")
  private boolean loopback;

  @Option(names = "--hostname", paramLabel = "NAME", description = "The host name inside.")
  private @Nullable String hostname;

  @Option(
      names = "--time-offset",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "A time namespace whose boot clock is ahead by this.")
  private @Nullable Duration timeOffset;

  @Option(
      names = "--seccomp",
      paramLabel = "default|grader|compute|docker|none|FILE",
      defaultValue = "default",
      description = "The system call filter; FILE is a seccomp.json of Docker or OCI.")
  private String seccomp;

  @Option(
      names = "--label",
      paramLabel = "apparmor:PROFILE|selinux:CONTEXT",
      converter = Converters.Label.class,
      description = "What a security module of the host is to call the program.")
  private @Nullable SecurityLabel label;

  @Option(
      names = "--mitigate",
      paramLabel = "KIND",
      split = ",",
      description =
          "Against side channels: ${COMPLETION-CANDIDATES}. An error where the host has it not.")
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
