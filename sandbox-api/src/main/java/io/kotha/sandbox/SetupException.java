package io.kotha.sandbox;

import java.util.Objects;

/**
 * A refusal by the kernel of one step of building a room, of the {@code execve(2)} that ends it, or
 * of a value that {@link SandboxProcess#update} writes.
 */
public final class SetupException extends SandboxException {

  private static final long serialVersionUID = 1L;

  private final SetupStep step;
  private final int item;
  private final String subject;
  private final int errno;
  private final String hint;

  /**
   * Creates an exception. For providers.
   *
   * @param step stage of the plan
   * @param item index of the entry in that stage, from 0
   * @param subject text of the entry, such as {@code bind /data → /data (ro)}
   * @param errno the kernel's error number, see {@link #errno}
   * @param errnoName its symbol, such as {@code EACCES}
   * @param hint remedy
   */
  public SetupException(
      SetupStep step, int item, String subject, int errno, String errnoName, String hint) {
    super(step + "[" + item + "] " + subject + ": " + errnoName + ": " + hint);
    this.step = Objects.requireNonNull(step, "step");
    this.item = item;
    this.subject = Objects.requireNonNull(subject, "subject");
    this.errno = errno;
    Objects.requireNonNull(errnoName, "errnoName");
    this.hint = Objects.requireNonNull(hint, "hint");
  }

  /** Returns the stage of the plan that failed. */
  public SetupStep step() {
    return step;
  }

  /** Returns the index of the entry in that stage, from 0. */
  public int item() {
    return item;
  }

  /** Returns the text of the entry, such as {@code bind /data → /data (ro)}. */
  public String subject() {
    return subject;
  }

  /** Returns the error number of {@code errno(3)} on this architecture. */
  public int errno() {
    return errno;
  }

  /** Returns the remedy. */
  public String hint() {
    return hint;
  }
}
