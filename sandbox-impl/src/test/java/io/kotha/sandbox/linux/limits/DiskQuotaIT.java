package io.kotha.sandbox.linux.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits on the bytes and files that a program writes. */
@Timeout(60)
class DiskQuotaIT {

  private static final String FULL = "No space left on device";

  /** Returns a script that makes files until one fails, and prints their count. */
  private static String files(String directory) {
    return "mkdir -p "
        + directory
        + "; cd "
        + directory
        + "; i=0; while [ $i -lt 500 ]; do true >f$i || break; i=$((i+1)); done; echo $i";
  }

  private static SandboxResult bytes(Sandbox sandbox, String file) throws Exception {
    return Rooms.sh(sandbox, "dd if=/dev/zero of=" + file + " bs=64k count=48");
  }

  @Test
  @Attack(value = "G6", move = "fills a writable root with bytes", walls = Wall.SIZES)
  void quotaBoundsBytesOfAWritableRoot() throws Exception {
    Features.require("overlay");
    Sandbox small = Rooms.minimal().writable().writableSize(MemorySize.MiB(2), 1000);
    SandboxResult result = bytes(small, "/opt/big");
    assertThat(result.stderr()).contains(FULL);
    // The controls: the default size has room for the file, and /tmp has a separate quota.
    assertThat(bytes(Rooms.minimal().writable(), "/opt/big").verdict().isSuccess()).isTrue();
    assertThat(bytes(small, "/tmp/big").verdict().isSuccess()).isTrue();
  }

  @Test
  @Attack(value = "G6", move = "fills a writable root with files", walls = Wall.SIZES)
  void quotaBoundsFilesOfAWritableRoot() throws Exception {
    Features.require("overlay");
    Sandbox few = Rooms.minimal().writable().writableSize(MemorySize.MiB(8), 120);
    SandboxResult result = Rooms.sh(few, files("/opt/many"));
    assertThat(result.stderr()).contains(FULL);
    assertThat(Integer.parseInt(result.stdout().strip())).isBetween(50, 119);
    assertThat(Rooms.out(Rooms.minimal().writable(), files("/opt/many"))).isEqualTo("500");
  }

  @Test
  void quotaBoundsFilesOfTmp() throws Exception {
    Sandbox few = Rooms.minimal().tmpSize(MemorySize.MiB(8), 50);
    SandboxResult result = Rooms.sh(few, files("/tmp/many"));
    assertThat(result.stderr()).contains(FULL);
    assertThat(Integer.parseInt(result.stdout().strip())).isBetween(30, 49);
    assertThat(bytes(few, "/tmp/big").verdict().isSuccess()).isTrue();
  }
}
