package io.kotha.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.linux.room.RoomContext;
import io.kotha.sandbox.linux.room.RoomEntrance;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.spi.SandboxSpec;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LauncherTest {

  /** A pool compares it with its own sandbox, and plans its rooms again if they differ. */
  @Test
  void capturedRunAsksForTheSandboxItself() {
    SandboxSpec spec = Sandbox.rootfs(Path.of("/image")).spec();
    AtomicReference<StartRequest> asked = new AtomicReference<>();
    RoomEntrance rooms =
        (request, preparation) -> {
          asked.set(request);
          throw new SandboxException("thrown by the test");
        };
    RoomContext context =
        new RoomContext(null, null, null, null, null, null, new Observers(), null);

    assertThatThrownBy(() -> new Launcher(context, spec, rooms).run(Command.of("/bin/true")))
        .hasMessage("thrown by the test");
    assertThat(asked.get().spec()).isSameAs(spec);
  }
}
