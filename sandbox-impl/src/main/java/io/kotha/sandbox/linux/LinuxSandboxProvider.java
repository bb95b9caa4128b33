package io.kotha.sandbox.linux;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.event.ListenerRegistration;
import io.kotha.sandbox.event.SandboxListener;
import io.kotha.sandbox.inspect.NamespaceInfo;
import io.kotha.sandbox.inspect.ProcessCapabilities;
import io.kotha.sandbox.inspect.ProcessNamespaces;
import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.linux.pool.RoomPool;
import io.kotha.sandbox.linux.proc.ProcessInspector;
import io.kotha.sandbox.linux.process.Launcher;
import io.kotha.sandbox.linux.process.LinuxSandboxRoom;
import io.kotha.sandbox.linux.room.NamespaceEntrance;
import io.kotha.sandbox.linux.stdio.LinuxSandboxPipe;
import io.kotha.sandbox.linux.sys.DaemonThreads;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.spi.EntrySpec;
import io.kotha.sandbox.spi.SandboxProvider;
import io.kotha.sandbox.spi.SandboxSpec;
import io.kotha.sandbox.stats.HostReport;
import io.kotha.sandbox.stats.LiveRoom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The provider that builds rooms out of Linux namespaces, found by {@link java.util.ServiceLoader}.
 * The first call that needs the kernel opens the engine.
 */
public final class LinuxSandboxProvider implements SandboxProvider {

  private final ProcessInspector processes = ProcessInspector.ofHost();
  private final Observers observers = new Observers();
  private @Nullable Engine engine;

  @Override
  public String name() {
    return "linux";
  }

  @Override
  public HostReport inspect() throws SandboxException {
    return HostInspection.of(engine());
  }

  @Override
  public String explain(SandboxSpec spec) throws SandboxException {
    return engine().builder().explain(spec);
  }

  @Override
  public SandboxProcess start(SandboxSpec spec, Command command) throws SandboxException {
    return launcher(spec).start(command);
  }

  @Override
  public CompletableFuture<SandboxResult> run(SandboxSpec spec, Command command)
      throws SandboxException {
    return launcher(spec).run(command);
  }

  @Override
  public SandboxPool pool(SandboxSpec spec, PoolSettings settings) throws SandboxException {
    Engine current = engine();
    DaemonThreads.startSharedTimer(); // the pool replaces its rooms after a delay
    return current.closing(RoomPool.open(current.context(), current.builder(), spec, settings));
  }

  @Override
  public SandboxRoom open(SandboxSpec spec) throws SandboxException {
    Engine current = engine();
    return current.closing(LinuxSandboxRoom.open(current.context(), current.builder(), spec));
  }

  @Override
  public SandboxProcess enter(EntrySpec spec, Command command) throws SandboxException {
    return launcher(spec).start(command);
  }

  @Override
  public CompletableFuture<SandboxResult> runEntered(EntrySpec spec, Command command)
      throws SandboxException {
    return launcher(spec).run(command);
  }

  @Override
  public SyscallPolicy readProfile(String name, String json, Set<Capability> kept)
      throws SandboxException {
    return Profiles.read(name, json, kept);
  }

  @Override
  public String writeProfile(SyscallPolicy policy) throws SandboxException {
    return Profiles.write(policy);
  }

  @Override
  public SandboxPipe pipe() throws SandboxException {
    return LinuxSandboxPipe.open(engine().context().kernel());
  }

  @Override
  public List<LiveRoom> rooms() {
    return opened().map(Engine::rooms).orElse(List.of());
  }

  @Override
  public boolean kill(long id) {
    return opened().map(engine -> engine.kill(id)).orElse(false);
  }

  /** A call that needs the engine meanwhile waits, and opens another one. */
  @Override
  public synchronized void close() {
    Engine current = engine;
    engine = null;
    if (current != null) {
      try {
        current.close();
      } finally {
        observers.close();
      }
    }
  }

  @Override
  public ListenerRegistration addListener(SandboxListener listener) {
    return observers.add(listener);
  }

  @Override
  public List<NamespaceInfo> namespaces() throws SandboxException {
    return processes.namespaces();
  }

  @Override
  public ProcessNamespaces namespacesOf(long pid) throws SandboxException {
    return processes.namespacesOf(pid);
  }

  @Override
  public ProcessCapabilities capabilitiesOf(long pid) throws SandboxException {
    return processes.capabilitiesOf(pid);
  }

  /** Returns a launcher that builds a room for each command. */
  private Launcher launcher(SandboxSpec spec) throws SandboxException {
    Engine current = engine();
    return new Launcher(current.context(), spec, current.builder()::start);
  }

  /** Returns a launcher whose programs enter namespaces of a process. */
  private Launcher launcher(EntrySpec spec) throws SandboxException {
    Engine current = engine();
    NamespaceEntrance entrance = new NamespaceEntrance(current.context(), current.planner(), spec);
    return new Launcher(current.context(), entrance.sandbox(), entrance);
  }

  /** Returns the engine. The first call opens it. */
  synchronized Engine engine() throws SandboxException {
    Engine current = engine;
    if (current == null) {
      current = Engine.open(observers);
      observers.open();
      engine = current;
    }
    return current;
  }

  private synchronized Optional<Engine> opened() {
    return Optional.ofNullable(engine);
  }
}
