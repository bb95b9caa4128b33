package io.kotha.sandbox.linux;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.HostReport;
import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SyscallPolicy;
import io.kotha.sandbox.spi.SandboxProvider;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Builds rooms out of Linux namespaces. Found by the {@link java.util.ServiceLoader}. */
public final class LinuxSandboxProvider implements SandboxProvider {

  /** For Kotha's own tests, all of which must say the same of rooms made ahead. */
  private static final boolean POOLED = "pooled".equals(System.getProperty("io.kotha.test.rooms"));

  private @Nullable Engine engine;
  private @Nullable RoomStarter starter;

  @Override
  public String name() {
    return "linux";
  }

  @Override
  public HostReport inspect() throws SandboxException {
    return Inspection.of(engine(), starter());
  }

  @Override
  public String explain(SandboxSpec spec) throws SandboxException {
    return starter().explain(spec);
  }

  @Override
  public SandboxProcess start(SandboxSpec spec, Command command) throws SandboxException {
    return cold(spec).start(command);
  }

  @Override
  public CompletableFuture<SandboxResult> run(SandboxSpec spec, Command command)
      throws SandboxException {
    return cold(spec).run(command);
  }

  @Override
  public SandboxPool pool(SandboxSpec spec, PoolSettings settings) throws SandboxException {
    return RoomPool.open(engine(), starter(), spec, settings);
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
    return LinuxSandboxPipe.open(engine().kernel());
  }

  /** What starts commands in rooms that are built for them. */
  private Launcher cold(SandboxSpec spec) throws SandboxException {
    Engine engine = engine();
    RoomStarter starter = starter();
    RoomSource rooms =
        POOLED ? order -> RoomPool.enterOnce(engine, starter, order) : starter::start;
    return new Launcher(engine, spec, rooms);
  }

  private synchronized Engine engine() throws SandboxException {
    Engine current = engine;
    if (current == null) {
      current = Engine.open();
      engine = current;
    }
    return current;
  }

  private synchronized RoomStarter starter() throws SandboxException {
    RoomStarter current = starter;
    if (current == null) {
      current = new RoomStarter(engine());
      starter = current;
    }
    return current;
  }
}
