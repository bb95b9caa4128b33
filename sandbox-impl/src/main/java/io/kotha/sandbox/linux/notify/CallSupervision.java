package io.kotha.sandbox.linux.notify;

import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.seccomp.EmulationPolicy;
import io.kotha.sandbox.linux.sys.DaemonThreads;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.verdict.DeniedCall;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the system calls of all rooms whose policies leave calls to the JVM. */
public final class CallSupervision implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CallSupervision.class);

  private final Native kernel;
  private final EventLoop events;
  private final Arch arch;
  private final ExecutorService emulators = emulators();

  /** Starts no thread until a call is emulated. */
  public CallSupervision(Native kernel, EventLoop events, Arch arch) {
    this.kernel = kernel;
    this.events = events;
    this.arch = arch;
  }

  /**
   * Answers the calls of one room from now on until none of its processes is left.
   *
   * @param listener the descriptor of the filter's listener; the callee owns it
   * @param denied receives each call whose refusal ends the room
   * @param kill ends the room if its calls cannot be answered
   */
  public void watch(
      int listener, SyscallPolicy policy, Consumer<DeniedCall> denied, Runnable kill) {
    CallSupervisor supervisor =
        new CallSupervisor(EmulationPolicy.answering(policy), arch, emulators, denied);
    try {
      CallListener.watch(kernel, events, listener, supervisor::on);
    } catch (NativeException e) {
      LOG.error("killing a room: the event loop cannot watch its system calls", e);
      kernel.close(listener);
      kill.run();
    }
  }

  /** Ends the threads of calls that are not being emulated. */
  @Override
  public void close() {
    emulators.shutdown();
  }

  private static ExecutorService emulators() {
    ThreadFactory daemons = task -> DaemonThreads.of("kotha-emulator", task);
    // One thread for each call that is being emulated; CallListener bounds them for each room.
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);
  }
}
