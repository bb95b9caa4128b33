package io.kotha.sandbox.inspect;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.internal.Arguments;
import io.kotha.sandbox.spi.Providers;
import java.util.Objects;

/**
 * The capability sets of the processes of this host ({@code capabilities(7)}), also of processes
 * that Kotha did not start, as {@code pscap(8)} shows them. Reads {@code /proc/PID/status}, which
 * every user may, unless {@code /proc} is mounted with {@code hidepid}. Safe for use by many
 * threads.
 */
public final class Capabilities {

  private Capabilities() {}

  /**
   * Returns the capabilities of a process. If another process gets the pid during the call, that is
   * an error, never a mixture of both.
   *
   * @param pid pid in the JVM's pid namespace, such as {@link Process#pid}, or the id of a thread
   * @throws IllegalArgumentException if the pid is not more than 0
   * @throws InspectionException if the process has ended or may not be looked at
   * @throws SandboxException as {@link Namespaces#list}
   */
  public static ProcessCapabilities of(long pid) throws SandboxException {
    Arguments.requirePositive("pid", pid);
    return Providers.get().capabilitiesOf(pid);
  }

  /**
   * Returns the capabilities of a process. Unlike {@link #of(long)}, it never returns those of
   * another process that has the same pid by now.
   *
   * @throws InspectionException if the process has ended or may not be looked at
   * @throws SandboxException as {@link Namespaces#list}
   */
  public static ProcessCapabilities of(ProcessHandle process) throws SandboxException {
    ProcessCapabilities found = of(Objects.requireNonNull(process, "process").pid());
    Namespaces.requireAlive(process);
    return found;
  }
}
