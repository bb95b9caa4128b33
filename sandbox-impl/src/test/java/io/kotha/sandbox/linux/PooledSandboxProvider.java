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
import io.kotha.sandbox.linux.pool.RoomPool;
import io.kotha.sandbox.linux.process.Launcher;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.spi.EntrySpec;
import io.kotha.sandbox.spi.SandboxProvider;
import io.kotha.sandbox.spi.SandboxSpec;
import io.kotha.sandbox.stats.HostReport;
import io.kotha.sandbox.stats.LiveRoom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Takes every room out of a pool of one, so that all tests hold for pooled rooms as well. The lane
 * {@code pooled} of bin/test puts it on the class path and names it by {@code io.kotha.provider}.
 */
public final class PooledSandboxProvider implements SandboxProvider {

  private final LinuxSandboxProvider linux = new LinuxSandboxProvider();

  @Override
  public String name() {
    return "linux-pooled";
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

  private Launcher launcher(SandboxSpec spec) throws SandboxException {
    return new Launcher(linux.engine().context(), spec, this::enter);
  }

  private RunningRoom enter(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    Engine engine = linux.engine();
    RoomPool pool =
        RoomPool.open(engine.context(), engine.builder(), request.spec(), PoolSettings.of(1));
    try {
      return pool.enter(request, preparation);
    } finally {
      pool.close();
    }
  }

  @Override
  public List<LiveRoom> rooms() {
    return linux.rooms();
  }

  @Override
  public boolean kill(long id) {
    return linux.kill(id);
  }

  @Override
  public ListenerRegistration addListener(SandboxListener listener) {
    return linux.addListener(listener);
  }

  @Override
  public void close() {
    linux.close();
  }

  @Override
  public HostReport inspect() throws SandboxException {
    return linux.inspect();
  }

  @Override
  public String explain(SandboxSpec spec) throws SandboxException {
    return linux.explain(spec);
  }

  @Override
  public SandboxPool pool(SandboxSpec spec, PoolSettings settings) throws SandboxException {
    return linux.pool(spec, settings);
  }

  @Override
  public SandboxRoom open(SandboxSpec spec) throws SandboxException {
    return linux.open(spec);
  }

  @Override
  public SandboxProcess enter(EntrySpec spec, Command command) throws SandboxException {
    return linux.enter(spec, command);
  }

  @Override
  public CompletableFuture<SandboxResult> runEntered(EntrySpec spec, Command command)
      throws SandboxException {
    return linux.runEntered(spec, command);
  }

  @Override
  public SyscallPolicy readProfile(String name, String json, Set<Capability> kept)
      throws SandboxException {
    return linux.readProfile(name, json, kept);
  }

  @Override
  public String writeProfile(SyscallPolicy policy) throws SandboxException {
    return linux.writeProfile(policy);
  }

  @Override
  public SandboxPipe pipe() throws SandboxException {
    return linux.pipe();
  }

  @Override
  public List<NamespaceInfo> namespaces() throws SandboxException {
    return linux.namespaces();
  }

  @Override
  public ProcessNamespaces namespacesOf(long pid) throws SandboxException {
    return linux.namespacesOf(pid);
  }

  @Override
  public ProcessCapabilities capabilitiesOf(long pid) throws SandboxException {
    return linux.capabilitiesOf(pid);
  }
}
