package io.kotha.sandbox.linux;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SyscallPolicy;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.cgroup.CgroupBase;
import io.kotha.sandbox.linux.cgroup.CgroupBases;
import io.kotha.sandbox.linux.host.HostSampler;
import io.kotha.sandbox.linux.host.IdLeases;
import io.kotha.sandbox.linux.host.Undisturbed;
import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.zygote.CallListener;
import io.kotha.sandbox.linux.zygote.EventLoop;
import io.kotha.sandbox.linux.zygote.HelperBinary;
import io.kotha.sandbox.linux.zygote.Native;
import io.kotha.sandbox.linux.zygote.Zygote;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all rooms of a JVM share: the kernel, one event thread, one zygote, leases and cgroups. */
final class Engine {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Native kernel;
  private final EventLoop events;
  private final HelperBinary helper;
  private final Host host;
  private final CgroupBases cgroups;
  private final IdLeases ids;
  private final AtomicLong rooms = new AtomicLong();
  private final RootLayouts layouts = new RootLayouts();
  private final HostSampler sampler = HostSampler.ofHost();
  private final Executor emulators = emulators();
  private final Set<CgroupBase> announced = new HashSet<>();
  private @Nullable Zygote zygote;

  private Engine(Native kernel, EventLoop events, HelperBinary helper, Host host) {
    this.kernel = kernel;
    this.events = events;
    this.helper = helper;
    this.host = host;
    this.cgroups = CgroupBases.ofHost();
    this.ids = IdLeases.ofHost();
  }

  /** Binds the kernel and starts the event thread; the zygote starts with the first room. */
  static Engine open() throws SandboxException {
    Arch arch =
        Arch.of(System.getProperty("os.arch"))
            .orElseThrow(
                () ->
                    unsupported(
                        "architecture",
                        System.getProperty("os.arch") + " is not known",
                        "run on x86_64 or aarch64"));
    if (!System.getProperty("os.name").equals("Linux")) {
      throw unsupported("kernel", "rooms are made of Linux namespaces", "run on Linux");
    }
    try {
      Native kernel = Undisturbed.call(Native::load); // unpacks a library, once and for all
      HelperBinary helper = HelperBinary.load(arch.name().toLowerCase(Locale.ROOT));
      return new Engine(kernel, EventLoop.start(kernel), helper, HostFacts.read(kernel, arch));
    } catch (UnsatisfiedLinkError e) {
      throw new UnsupportedHostException(
          List.of(
              new Missing(
                  "native-access",
                  String.valueOf(e.getMessage()),
                  "start the JVM with --enable-native-access=ALL-UNNAMED (on the module path:"
                      + " --enable-native-access=org.jnrproject.jffi)")));
    } catch (IOException e) {
      throw new SandboxException("the host cannot be looked at: " + e.getMessage(), e);
    }
  }

  private static UnsupportedHostException unsupported(String what, String why, String remedy) {
    return new UnsupportedHostException(List.of(new Missing(what, why, remedy)));
  }

  Native kernel() {
    return kernel;
  }

  EventLoop events() {
    return events;
  }

  Host host() {
    return host;
  }

  CgroupBases cgroups() {
    return cgroups;
  }

  IdLeases ids() {
    return ids;
  }

  RootLayouts layouts() {
    return layouts;
  }

  HostSampler sampler() {
    return sampler;
  }

  /** Has the calls that a room's policy leaves to the JVM answered. */
  void supervise(int listener, SyscallPolicy policy, Room room) {
    Supervisor supervisor = new Supervisor(policy, host.arch(), emulators, room::denied);
    try {
      CallListener.watch(kernel, events, listener, supervisor::on);
    } catch (IOException e) {
      LOG.error("a room whose calls nobody can answer is ended", e);
      kernel.close(listener);
      room.kill();
    }
  }

  private static ExecutorService emulators() {
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "kotha-emulator");
          thread.setDaemon(true);
          return thread;
        };
    // A thread for each call that waits at one time; none where nothing is emulated.
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);
  }

  long nextRoom() {
    return rooms.incrementAndGet();
  }

  /** The live zygote; a new one when the last has died. */
  synchronized Zygote zygote() throws SandboxException {
    Zygote current = zygote;
    if (current == null || !current.isAlive()) {
      current = Zygote.start(kernel, events, helper);
      zygote = current;
      announced.clear();
    }
    return current;
  }

  /** The cgroups of this JVM below a parent; the zygote removes them when the JVM is gone. */
  synchronized CgroupBase cgroupBase(@Nullable String parent) throws SandboxException {
    CgroupBase base = cgroups.of(parent);
    Zygote current = zygote();
    if (announced.add(base)) {
      base.directories().forEach(current::removeAtEnd);
    }
    return base;
  }
}
