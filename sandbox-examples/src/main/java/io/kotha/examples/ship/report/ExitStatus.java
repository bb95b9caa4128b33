package io.kotha.examples.ship.report;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;

/** Exit statuses of {@code ship} that are not those of a program, by the convention of Docker. */
public final class ExitStatus {

  /** The status of a command about containers that failed, such as {@code rm} without one. */
  public static final int FAILED = 1;

  /** The status if the room was not built or the command line is wrong. */
  public static final int NOT_BUILT = 125;

  /** The status if the program exists but cannot be executed. */
  public static final int NOT_EXECUTABLE = 126;

  /** The status if the program does not exist. */
  public static final int NOT_FOUND = 127;

  private ExitStatus() {}

  /** Returns the status of a failed start. */
  public static int of(SandboxException e) {
    if (e instanceof SetupException setup && setup.step() == SetupStep.EXEC) {
      return Endings.isNotFound(setup.errno()) ? NOT_FOUND : NOT_EXECUTABLE;
    }
    return NOT_BUILT;
  }
}
