package io.kotha.sandbox.linux.room;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.plan.FileInputs;
import io.kotha.sandbox.linux.plan.FilePlanner;
import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.plan.RoomFiles;
import io.kotha.sandbox.spi.SandboxSpec;

/**
 * Plans the files of rooms, once for all rooms of a sandbox while the host shows the same.
 * Thread-safe.
 */
final class FilePlans {

  private final Host host;

  /** The last plan of each sandbox, by identity: a sandbox has more parts than its plan. */
  private final Cache<SandboxSpec, Known> known = CacheBuilder.newBuilder().weakKeys().build();

  private record Known(FileInputs inputs, RoomFiles files) {}

  FilePlans(Host host) {
    this.host = host;
  }

  /** Returns the files of a room; see {@link FilePlanner#plan}. */
  RoomFiles of(SandboxSpec spec, FileInputs inputs) throws SandboxException {
    Known last = known.getIfPresent(spec);
    if (last != null && last.inputs().equals(inputs)) {
      return last.files();
    }
    RoomFiles files = FilePlanner.plan(spec, host, inputs);
    known.put(spec, new Known(inputs, files));
    return files;
  }
}
