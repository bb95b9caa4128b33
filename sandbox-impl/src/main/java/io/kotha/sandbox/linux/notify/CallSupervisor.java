package io.kotha.sandbox.linux.notify;

import io.kotha.sandbox.linux.notify.CallListener.Notice;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.verdict.DeniedCall;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallAnswer;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the system calls of one room that its policy leaves to the JVM. The kernel does not
 * report which rule of the filter matched, so the policy is evaluated here again.
 */
final class CallSupervisor {

  private static final Logger LOG = LoggerFactory.getLogger(CallSupervisor.class);

  private final SyscallPolicy policy;
  private final Arch arch;
  private final Executor emulators;
  private final Consumer<DeniedCall> deny;

  /**
   * @param emulators runs the emulators, which may block
   * @param deny ends the room
   */
  CallSupervisor(SyscallPolicy policy, Arch arch, Executor emulators, Consumer<DeniedCall> deny) {
    this.policy = policy;
    this.arch = arch;
    this.emulators = emulators;
    this.deny = deny;
  }

  /** Receives a call. Runs on the event thread. */
  void on(CallListener listener, Notice notice) {
    SyscallAction action =
        notice.arch() == arch.auditArch()
            ? policy.actionFor(
                arch.table().nameOf(notice.number()).orElse(null), notice.registers())
            : SyscallAction.kill();
    if (action instanceof SyscallAction.Emulate emulate) {
      try {
        emulators.execute(() -> answer(listener, notice, emulate));
      } catch (RuntimeException | Error e) {
        LOG.error("killing a room: no thread can be started to emulate its call", e);
        deny(notice);
        listener.done();
      }
    } else {
      // Kill, or Once after the start. The filter reports no call with another action.
      deny(notice);
      listener.done(); // else the listener would never be watched again, nor closed
    }
  }

  private void answer(CallListener listener, Notice notice, SyscallAction.Emulate emulate) {
    String name = arch.table().nameOf(notice.number()).orElse("syscall " + notice.number());
    try {
      SyscallAnswer answer =
          emulate.emulator().answer(new PendingNotification(listener, notice, name));
      if (answer instanceof SyscallAnswer.Value value) {
        listener.answer(notice, value.value());
      } else if (answer instanceof SyscallAnswer.Failure failure) {
        listener.fail(notice, failure.errno());
      } else if (answer instanceof SyscallAnswer.Proceed) {
        listener.proceed(notice);
      } else {
        deny(notice);
      }
    } catch (IOException | RuntimeException | Error e) {
      failed(listener, notice, name, e);
    } finally {
      listener.done();
    }
  }

  /** A caller that was killed meanwhile has no memory any more; its program may go on. */
  private void failed(CallListener listener, Notice notice, String name, Throwable e) {
    if (e instanceof IOException && !listener.isWaiting(notice)) {
      LOG.debug("the caller of {} was killed before its call was answered", name, e);
      return;
    }
    LOG.error("killing a room: the emulator of {} threw", name, e);
    deny(notice);
  }

  private void deny(Notice notice) {
    deny.accept(new DeniedCall(notice.number(), notice.arguments()));
  }
}
