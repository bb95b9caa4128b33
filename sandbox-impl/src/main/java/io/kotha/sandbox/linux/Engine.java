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
import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.process.LinuxSandboxRoom;
import io.kotha.sandbox.linux.room.ParkedRoom;
import io.kotha.sandbox.linux.room.Room;
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
import io.kotha.sandbox.linux.zygote.RoomListener;
import io.kotha.sandbox.linux.zygote.ZygoteSupply;
import io.kotha.sandbox.stats.LiveRoom;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts that all rooms of one class loader share: system calls, one event thread, one zygote,
 * leases of host ids, and cgroups. Thread-safe.
 */
final class Engine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final RoomContext context;
  private final CgroupBases cgroups;
  private final ZygoteSupply zygotes;
  private final RoomPlanner planner;
  private final RootLayouts layouts;
  private final RoomBuilder builder;
  private final IdLeases ids;

  /** Pools and rooms that callers have open; they may forget to close them. */
  private final Set<AutoCloseable> open =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private Engine(
      Native kernel, EventLoop events, HelperBinary helper, Host host, Observers observers) {
    this.context =
        new RoomContext(
            kernel,
            events,
            host,
            HostSampler.ofHost(),
            new CallSupervision(kernel, events, host.arch()),
            new InheritedStdio(kernel),
            observers,
            PlanEncoder.Fault.NONE);
    this.cgroups = CgroupBases.ofHost();
    this.zygotes = new ZygoteSupply(kernel, events, helper);
    this.ids = IdLeases.ofHost(kernel);
    this.planner = new RoomPlanner(host, zygotes, cgroups, ids);
    this.layouts = new RootLayouts(kernel);
    this.builder = new RoomBuilder(context, planner, layouts);
  }

  /**
   * Binds the C library and starts the event thread. The zygote starts with the first room.
   *
   * @param observers receive the events of rooms
   * @throws UnsupportedHostException if this is not Linux, the architecture is unknown, or the JVM
   *     denies native access
   */
  static Engine open(Observers observers) throws SandboxException {
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
      Host host = HostFacts.read(kernel, arch);
      Engine engine = new Engine(kernel, EventLoop.start(kernel), helper, host, observers);
      LOG.info("Kotha's engine is open");
      return engine;
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

  /** Returns the rooms that have not ended, by increasing id. */
  List<LiveRoom> rooms() {
    return zygotes.rooms().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(room -> describe(room.getKey(), room.getValue()).stream())
        .toList();
  }

  private static Optional<LiveRoom> describe(long id, RoomListener listener) {
    if (listener instanceof Room room) {
      return Optional.of(new LiveRoom(id, room.name(), room.pid(), LiveRoom.Use.PROGRAM));
    }
    if (listener instanceof ParkedRoom room) {
      LiveRoom.Use use = room.lives() ? LiveRoom.Use.SESSION : LiveRoom.Use.WAITING;
      return Optional.of(new LiveRoom(id, room.name(), Optional.empty(), use));
    }
    return Optional.empty();
  }

  /** Kills a room, and returns false if no such room lives. */
  boolean kill(long id) {
    RoomListener listener = zygotes.rooms().get(id);
    if (listener instanceof Room room) {
      room.kill();
      return true;
    }
    if (listener instanceof ParkedRoom room) {
      // Killing the first process of a room that lives would make its programs Verdict.Lost.
      openRoom(id).ifPresentOrElse(LinuxSandboxRoom::close, room::discard);
      return true;
    }
    return false;
  }

  /** Finds an open room; empty if the id is that of a room of a pool, or of one built ahead. */
  private Optional<LinuxSandboxRoom> openRoom(long id) {
    return List.copyOf(open).stream()
        .filter(LinuxSandboxRoom.class::isInstance)
        .map(LinuxSandboxRoom.class::cast)
        .filter(room -> room.id() == id)
        .findFirst();
  }

  /** Closes this together with the engine, unless it was collected before. */
  <T extends AutoCloseable> T closing(T opened) {
    open.add(opened);
    return opened;
  }

  /**
   * Kills all rooms, waits for their end, and ends the event thread and the zygote. Blocks for as
   * long as a process cannot be killed, at most ten seconds. Rooms can no longer be made.
   */
  @Override
  public void close() {
    for (AutoCloseable opened : List.copyOf(open)) {
      try {
        opened.close();
      } catch (Exception e) {
        LOG.warn("cannot be closed: {}", opened, e);
      }
    }
    zygotes.close();
    context.supervision().close();
    context.events().close();
    cgroups.close();
    ids.close();
    LOG.info("Kotha's engine is closed");
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
    return new RoomBuilder(context.failing(fault), planner, layouts);
  }
}
