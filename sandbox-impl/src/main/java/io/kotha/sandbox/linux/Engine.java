package io.kotha.sandbox.linux;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.cgroup.CgroupBases;
import io.kotha.sandbox.linux.files.RootLayouts;
import io.kotha.sandbox.linux.host.HostFacts;
import io.kotha.sandbox.linux.host.HostSampler;
import io.kotha.sandbox.linux.ids.IdLeases;
import io.kotha.sandbox.linux.notify.CallSupervision;
import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.room.RoomBuilder;
import io.kotha.sandbox.linux.room.RoomContext;
import io.kotha.sandbox.linux.room.RoomPlanner;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.stdio.InheritedStdio;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.Undisturbed;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import io.kotha.sandbox.linux.zygote.HelperBinary;
import io.kotha.sandbox.linux.zygote.ZygoteSupply;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * The parts that all rooms of one class loader share: system calls, one event thread, one zygote,
 * leases of host ids, and cgroups. Thread-safe.
 */
final class Engine {

  private final RoomContext context;
  private final CgroupBases cgroups;
  private final ZygoteSupply zygotes;
  private final RoomPlanner planner;
  private final RootLayouts layouts;
  private final RoomBuilder builder;

  private Engine(Native kernel, EventLoop events, HelperBinary helper, Host host) {
    this.context =
        new RoomContext(
            kernel,
            events,
            host,
            HostSampler.ofHost(),
            new CallSupervision(kernel, events, host.arch()),
            new InheritedStdio(kernel));
    this.cgroups = CgroupBases.ofHost();
    this.zygotes = new ZygoteSupply(kernel, events, helper);
    this.planner = new RoomPlanner(host, zygotes, cgroups, IdLeases.ofHost(kernel));
    this.layouts = new RootLayouts(kernel);
    this.builder = new RoomBuilder(context, planner, layouts);
  }

  /**
   * Binds the C library and starts the event thread. The zygote starts with the first room.
   *
   * @throws UnsupportedHostException if this is not Linux, the architecture is unknown, or the JVM
   *     denies native access
   */
  static Engine open() throws SandboxException {
    Arch arch =
        Arch.of(System.getProperty("os.arch"))
            .orElseThrow(
                () ->
                    unsupported(
                        "architecture",
                        System.getProperty("os.arch") + " is not supported",
                        "run on x86_64 or aarch64"));
    if (!System.getProperty("os.name").equals("Linux")) {
      throw unsupported(
          "kernel", System.getProperty("os.name") + " has no Linux namespaces", "run on Linux");
    }
    try {
      // An interrupt of the caller would break the static initializer of jnr-ffi for good.
      Native kernel = Undisturbed.call(Native::load);
      HelperBinary helper = HelperBinary.load(arch.name().toLowerCase(Locale.ROOT));
      return new Engine(kernel, EventLoop.start(kernel), helper, HostFacts.read(kernel, arch));
    } catch (UnsatisfiedLinkError e) {
      throw unsupported(
          "native-access",
          String.valueOf(e.getMessage()),
          "start the JVM with --enable-native-access=ALL-UNNAMED (on the module path:"
              + " --enable-native-access=org.jnrproject.jffi)");
    } catch (IOException e) {
      throw new SandboxException("the engine cannot be opened: " + e.getMessage(), e);
    }
  }

  private static UnsupportedHostException unsupported(
      String feature, String reason, String remedy) {
    return new UnsupportedHostException(List.of(new Missing(feature, reason, remedy)));
  }

  RoomContext context() {
    return context;
  }

  RoomPlanner planner() {
    return planner;
  }

  ZygoteSupply zygotes() {
    return zygotes;
  }

  CgroupBases cgroups() {
    return cgroups;
  }

  /** Returns the builder of all rooms. */
  RoomBuilder builder() {
    return builder;
  }

  /** Returns a builder whose rooms fail at one step; only a test build of the helper obeys it. */
  RoomBuilder builder(PlanEncoder.Fault fault) {
    return new RoomBuilder(context, planner, layouts, fault);
  }
}
