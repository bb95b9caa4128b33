package io.kotha.sandbox.linux.room;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.linux.fixture.Rooms;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that are larger than the helper accepts: errors that name the limit. */
@Timeout(60)
class RequestLimitsIT {

  @Test
  void tooManyBindsAreAnErrorOfTheCaller() {
    Sandbox sandbox = Rooms.minimal();
    for (int i = 0; i < 130; i++) {
      sandbox = sandbox.bind(Path.of("/usr"), "/tmp/" + i);
    }
    Sandbox many = sandbox;
    assertThatThrownBy(() -> many.run("/bin/true"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("at most 128 mount sources");
    assertThatThrownBy(many::open)
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("at most 128 mount sources");
  }

  @Test
  void tooManyArgumentsAreAnErrorOfTheCaller() {
    Command command = Command.of("/bin/true").args(copies(66_000, "x"));
    assertThatThrownBy(() -> Rooms.minimal().run(command))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 65536 arguments, not 66001");
  }

  @Test
  void tooLargeCommandIsAnErrorOfTheCaller() {
    Command command = Command.of("/bin/true").args(copies(2560, "x".repeat(1 << 20)));
    assertThatThrownBy(() -> Rooms.minimal().run(command))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("E2BIG");
  }

  private static String[] copies(int count, String text) {
    return Collections.nCopies(count, text).toArray(String[]::new);
  }
}
