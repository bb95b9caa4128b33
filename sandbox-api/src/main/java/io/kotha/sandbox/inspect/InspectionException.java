package io.kotha.sandbox.inspect;

import io.kotha.sandbox.SandboxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A process that cannot be looked at, because it has ended or the kernel refuses it. */
public final class InspectionException extends SandboxException {

  private static final long serialVersionUID = 1L;

  /** The reasons. */
  public enum Reason {
    /**
     * No such process, or it has ended: also a zombie, and a process whose pid another process got
     * while it was read. A {@code /proc} with the mount option {@code hidepid=invisible} hides
     * processes of other users ({@code proc(5)}): they look the same.
     */
    GONE,
    /** The JVM's user may not look at the process ({@code ptrace(2)}, access mode {@code READ}). */
    DENIED
  }

  private final long pid;
  private final Reason reason;

  /** Creates an exception. For providers. */
  public InspectionException(long pid, Reason reason, @Nullable Throwable cause) {
    super("process " + pid + " " + text(Objects.requireNonNull(reason, "reason")), cause);
    this.pid = pid;
    this.reason = reason;
  }

  private static String text(Reason reason) {
    return switch (reason) {
      case GONE -> "has ended, or this /proc does not show it";
      case DENIED ->
          "cannot be looked at: the kernel permits that to the process's own user, unless the"
              + " process is not dumpable, and to a JVM with CAP_SYS_PTRACE, and a security module"
              + " may refuse it to both; run the JVM as that user or as root";
    };
  }

  /** Returns the pid that was asked for. */
  public long pid() {
    return pid;
  }

  /** Returns why the process cannot be looked at. */
  public Reason reason() {
    return reason;
  }
}
