package io.kotha.sandbox.linux.zygote;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.MessageCalls;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.wire.RequestEncoder;
import io.kotha.sandbox.linux.wire.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plans that reach the helper in a memory file. */
@Timeout(60)
class RequestFileIT {

  /** The pages behind a file's end cannot be read: SIGBUS would end the rooms of all callers. */
  @Test
  void fileThatIsShorterThanItsPlanIsRefused() throws Exception {
    Native kernel = Native.load();
    int[] pair = kernel.socketPair();
    int pid = new Spawner(kernel).spawn(HelperBinary.load(machine()), pair[1]);
    kernel.close(pair[1]);
    int file = kernel.sealedMemory("kotha-plan", new byte[0]);
    try {
      assertThat(report(kernel, pair[0])).isInstanceOf(Report.Hello.class);
      for (long room = 1; room <= 2; room++) {
        // The second descriptor is the plan; the first would be the payload's socket.
        new MessageCalls(kernel)
            .send(pair[0], RequestEncoder.createInFile(room, 1 << 16), List.of(pair[0], file));
        assertThat(report(kernel, pair[0]))
            .isEqualTo(new Report.Failed(room, SetupStep.REQUEST.number(), 0, Errno.EBADMSG));
      }
    } finally {
      kernel.close(file);
      kernel.close(pair[0]);
      kernel.kill(pid, 9);
      kernel.reap(pid);
    }
  }

  private static String machine() {
    return System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
  }

  private static Report report(Native kernel, int socket) throws Exception {
    byte[] data = new MessageCalls(kernel).receive(socket, Wire.REPORT_SIZE + 8).data();
    assertThat(data).as("the helper is alive").isNotEmpty();
    return Report.decode(data, data.length);
  }
}
