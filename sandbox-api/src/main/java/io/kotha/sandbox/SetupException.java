package io.kotha.sandbox;

/** The kernel refused a step of building the room, or the exec that ends it. */
public final class SetupException extends SandboxException {

  private static final long serialVersionUID = 1L;

  private final SetupStep step;
  private final int item;
  private final String subject;
  private final int errno;
  private final String hint;

  /**
   * @param step the stage of the plan
   * @param item the entry of that stage, from 0
   * @param subject the entry in words, such as {@code bind /data → /data (ro)}
   * @param errno the kernel's error number, see {@link #errno}
   * @param errnoName its symbol, such as {@code EACCES}
   * @param hint what to do about it
   */
  public SetupException(
      SetupStep step, int item, String subject, int errno, String errnoName, String hint) {
    super(step + "[" + item + "] " + subject + ": " + errnoName + ": " + hint);
    this.step = step;
    this.item = item;
    this.subject = subject;
    this.errno = errno;
    this.hint = hint;
  }

  public SetupStep step() {
    return step;
  }

  public int item() {
    return item;
  }

  /** The entry in words. */
  public String subject() {
    return subject;
  }

  /** The error number of {@code errno(3)} on this architecture. */
  public int errno() {
    return errno;
  }

  /** The remedy. */
  public String hint() {
    return hint;
  }
}
