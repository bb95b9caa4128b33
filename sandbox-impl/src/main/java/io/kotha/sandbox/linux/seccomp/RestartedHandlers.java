package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallAnswer;
import io.kotha.sandbox.seccomp.SyscallEmulator;
import io.kotha.sandbox.seccomp.SyscallNotification;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets {@code SA_RESTART} in each signal handler that a program under emulation installs.
 *
 * <p>A signal that arrives before the listener has received a call interrupts the call. The kernel
 * restarts it if the handler has {@code SA_RESTART}; otherwise the program sees EINTR, also from
 * calls such as {@code close} and {@code clone}, which programs do not expect to be interrupted.
 * {@code SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV} protects a call only once it was received.
 */
final class RestartedHandlers implements SyscallEmulator {

  private static final String CALL = "rt_sigaction";
  private static final int ACTION = 1;
  private static final int FLAGS_OFFSET = 8; // in struct sigaction of the kernel
  private static final long SA_RESTART = 0x1000_0000L;
  private static final long SIG_IGN = 1;

  private final SyscallEmulator next;

  private RestartedHandlers(SyscallEmulator next) {
    this.next = next;
  }

  /** Returns a policy whose every grant of {@code rt_sigaction} restarts the calls. */
  static SyscallPolicy in(SyscallPolicy policy) {
    List<SyscallRule> rules = new ArrayList<>();
    rules.add(new SyscallRule(CALL, restarting(policy.defaultAction())));
    for (SyscallRule rule : policy.rules()) {
      rules.add(
          rule.syscall().equals(CALL)
              ? new SyscallRule(CALL, restarting(rule.action()), rule.conditions())
              : rule);
    }
    return new SyscallPolicy(policy.name(), policy.defaultAction(), policy.unknown(), rules);
  }

  private static SyscallAction restarting(SyscallAction action) {
    if (action instanceof SyscallAction.Emulate emulate) {
      return SyscallAction.emulate(new RestartedHandlers(emulate.emulator()));
    }
    boolean granted = action instanceof SyscallAction.Allow || action instanceof SyscallAction.Log;
    return granted
        ? SyscallAction.emulate(new RestartedHandlers(call -> SyscallAnswer.proceed()))
        : action;
  }

  @Override
  public SyscallAnswer answer(SyscallNotification call) throws IOException {
    long action = call.arguments().get(ACTION);
    if (action != 0) {
      restart(call, action);
    }
    return next.answer(call);
  }

  private static void restart(SyscallNotification call, long action) throws IOException {
    try {
      ByteBuffer head =
          ByteBuffer.wrap(call.read(action, FLAGS_OFFSET + Long.BYTES))
              .order(ByteOrder.nativeOrder());
      long flags = head.getLong(FLAGS_OFFSET);
      boolean handled = Long.compareUnsigned(head.getLong(0), SIG_IGN) > 0;
      if (handled && (flags & SA_RESTART) == 0) {
        call.write(
            action + FLAGS_OFFSET,
            ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(flags | SA_RESTART)
                .array());
      }
    } catch (FileSystemException e) {
      throw e; // the memory cannot be opened: a later call could be interrupted
    } catch (IOException e) {
      // The address is wrong or read-only, or the caller is gone: the kernel answers.
    }
  }
}
