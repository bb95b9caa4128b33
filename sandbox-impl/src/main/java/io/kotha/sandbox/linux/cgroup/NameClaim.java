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
 * The exclusive claim to a room's name, held until it is closed. Within the JVM, a set holds the
 * names. Between JVMs, the directory of the room's group does: the zygote creates and removes it,
 * and {@code mkdir} fails if it exists.
 *
 * <p>A directory that remains after the JVM and its zygote were killed at the same time must not
 * block the name for ever. Only time tells it from the group of a room that is being built, which
 * contains its payload within milliseconds. A wrong guess harms no live room, because the kernel
 * removes empty groups only.
 */
public final class NameClaim implements AutoCloseable {

  private static final long TIMEOUT_MILLIS = 500;
  private static final long POLL_MILLIS = 5;

  private final Set<String> held;
  private final String key;
  private final AtomicBoolean closed = new AtomicBoolean();

  private NameClaim(Set<String> held, String key) {
    this.held = held;
    this.key = key;
  }

  /**
   * Claims a name.
   *
   * @param held the claimed names of this JVM, a thread-safe set
   * @param scope the prefix that distinguishes parents in that set
   * @throws SandboxException if a live room has the name
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

  /** Releases the name. Further calls have no effect, since another room may have it by then. */
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
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    while (groups.stream().anyMatch(Files::exists)) {
      if (groups.stream().anyMatch(GroupMembers::any)) {
        throw taken(name, "another JVM");
      }
      if (System.nanoTime() > end) {
        groups.forEach(BranchMaker::removeIfEmpty);
        return; // building the room fails if a group could not be removed
      }
      pause();
    }
  }

  private static void pause() throws SandboxException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted while waiting for the name of a room", e);
    }
  }

  private static SandboxException taken(String name, String owner) {
    return new SandboxException("a live room of " + owner + " has the name \"" + name + "\"");
  }
}
