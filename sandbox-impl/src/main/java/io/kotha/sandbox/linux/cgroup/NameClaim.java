package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.RoomName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A room's name, held until this is closed. Within the JVM by a set; between JVMs by the directory
 * of the room's group, which the helper makes and removes: making it fails where it exists.
 *
 * <p>A directory that stays behind when JVM and helper are killed in one instant must not block the
 * name for ever. It cannot be told from the group of a room that is just being built but by time: a
 * room has its payload in its group within milliseconds. And nothing alive is harmed in any case,
 * for the kernel lets go of empty groups only.
 */
public final class NameClaim implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 500;
  private static final long PAUSE_MILLIS = 5;

  private final Set<String> held;
  private final String key;
  private final AtomicBoolean closed = new AtomicBoolean();

  private NameClaim(Set<String> held, String key) {
    this.held = held;
    this.key = key;
  }

  /**
   * Takes it.
   *
   * @param held names of this JVM, safe for use by many threads
   * @param scope what tells one parent from another in that set
   */
  static NameClaim take(Set<String> held, String scope, CgroupBase base, String name)
      throws SandboxException {
    String key = scope + ":" + name;
    if (!held.add(key)) {
      throw taken(name, "this JVM");
    }
    NameClaim claim = new NameClaim(held, key);
    try {
      claim.clear(base, name);
      return claim;
    } catch (SandboxException e) {
      claim.close();
      throw e;
    }
  }

  /** Gives it back; once, for by then it may be somebody else's. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      held.remove(key);
    }
  }

  private void clear(CgroupBase base, String name) throws SandboxException {
    List<Path> groups =
        base.branches().stream()
            .map(RoomName.named(name)::directory)
            .filter(Files::exists)
            .toList();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (groups.stream().anyMatch(Files::exists)) {
      if (groups.stream().anyMatch(GroupMembers::any)) {
        throw taken(name, "another JVM");
      }
      if (System.nanoTime() > end) {
        groups.forEach(BranchMaker::removeIfEmpty);
        return; // what could not be removed is refused when the room is made
      }
      pause();
    }
  }

  private static void pause() throws SandboxException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted while waiting for a name", e);
    }
  }

  private static SandboxException taken(String name, String owner) {
    return new SandboxException("a live room of " + owner + " has the name \"" + name + "\"");
  }
}
