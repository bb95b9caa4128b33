package io.kotha.sandbox.linux.ids;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.LockCalls;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.sys.OwnDirectories;
import io.kotha.sandbox.linux.sys.UnsafeDirectoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases host ids to rooms when the JVM is root. Each live room has a range of its own, so that no
 * room can signal, trace or read the files of another, even if all other isolation failed.
 * Thread-safe.
 *
 * <p>The JVMs of a host share its ids in blocks of ranges. Each block has a lock file. To avoid
 * immediate reuse, this class leases the range that has been free for longest first, and takes
 * another block before it runs out of free ranges.
 */
public final class IdLeases implements AutoCloseable {

  /**
   * The system property for the directory of the lock files. All JVMs of a host must agree on it.
   */
  public static final String PROPERTY = "io.kotha.ids.dir";

  private static final Logger LOG = LoggerFactory.getLogger(IdLeases.class);
  private static final String DEFAULT_DIRECTORY = "/run/kotha/ids";

  /** The number of free ranges at or below which another block is taken. */
  private static final int LOW_WATERMARK = 8;

  private final LockCalls calls;
  private final OwnDirectories directories;
  private final Path directory;
  private final IdSpace space;
  private final InstantSource clock;
  private final List<Taken> blocks = new ArrayList<>();
  private final Deque<IdRange> free = new ArrayDeque<>();
  private int live;
  private boolean closed;

  /** A block that this JVM holds. */
  private record Taken(int number, IdBlock block) {}

  IdLeases(Native kernel, Path directory, IdSpace space, InstantSource clock) {
    this.calls = new LockCalls(kernel);
    this.directories = new OwnDirectories(kernel.effectiveUid());
    this.directory = directory;
    this.space = space;
    this.clock = clock;
  }

  /** Returns leases of the ids of this host. */
  public static IdLeases ofHost(Native kernel) {
    return new IdLeases(
        kernel,
        Path.of(System.getProperty(PROPERTY, DEFAULT_DIRECTORY)),
        IdSpace.ofHost(),
        InstantSource.system());
  }

  /**
   * Leases a range that no live room of this host has.
   *
   * @throws UnsupportedHostException if the ids do not exist in this user namespace, or if their
   *     lock files cannot be created
   * @throws SandboxException if all ranges are in use, or this was closed
   */
  public synchronized IdRangeLease lease() throws SandboxException {
    if (closed) {
      throw new SandboxException("the engine was closed");
    }
    if (space.ranges().isEmpty()) {
      throw missing(
          "the host ids "
              + IdSpace.FIRST
              + " to "
              + (IdSpace.END - 1)
              + " do not exist in this user namespace or are assigned in /etc/subuid",
          "run the JVM outside of a user namespace, or remove these ids from /etc/subuid");
    }
    if (free.size() <= LOW_WATERMARK) {
      refill();
    }
    IdRange range = free.pollFirst();
    if (range == null) {
      throw new SandboxException(
          "all ranges of host ids are in use (lock files in " + directory + ")");
    }
    live++;
    return new IdRangeLease(range, () -> giveBack(range));
  }

  /** Releases the blocks for other JVMs. */
  @Override
  public synchronized void close() {
    closed = true;
    for (Taken taken : blocks) {
      try {
        if (live == 0) {
          taken.block().free(oldestFree(taken.number()));
          continue;
        }
      } catch (IOException e) {
        // The block is then quarantined, as after a crash.
      }
      taken.block().abandon();
    }
    blocks.clear();
    free.clear();
  }

  private synchronized void giveBack(IdRange range) {
    live--;
    if (!blocks.isEmpty()) {
      free.addLast(range);
    }
  }

  /** Takes another block, which must succeed only if no range is free. */
  private void refill() throws SandboxException {
    try {
      takeBlock().ifPresent(block -> free.addAll(block.ranges()));
    } catch (SandboxException e) {
      if (free.isEmpty()) {
        throw e;
      }
      LOG.debug("no spare block of host ids", e);
    }
  }

  private Optional<IdBlock> takeBlock() throws SandboxException {
    try {
      return takeAny();
    } catch (UnsafeDirectoryException e) {
      throw missing(
          "the lock files for host ids are not safe: " + e.getMessage(),
          e.remedy() + "; or set another directory with -D" + PROPERTY);
    } catch (IOException e) {
      throw missing("cannot use a lock file for host ids: " + e, remedy(e, directory));
    }
  }

  static String remedy(IOException e, Path directory) {
    return switch (e instanceof NativeException failed ? failed.errno() : 0) {
      case Errno.EMFILE -> "start the JVM with a higher limit on open files (ulimit -n)";
      case Errno.ENOSPC ->
          "free space or inodes of its file system (df "
              + directory
              + "; df -i "
              + directory
              + "), or set another directory with -D"
              + PROPERTY;
      default -> "make " + directory + " writable, or set another directory with -D" + PROPERTY;
    };
  }

  private Optional<IdBlock> takeAny() throws IOException {
    // For root only: a process that can open a lock file can hold its ids.
    directories.makeWithParents(directory, OwnDirectories.PRIVATE);
    for (int number = 0; number < IdSpace.blocks(); number++) {
      List<IdRange> ranges = space.block(number);
      if (!ranges.isEmpty() && !holds(number)) {
        Optional<IdBlock> block = IdBlock.tryTake(calls, file(number), ranges, clock);
        if (block.isPresent()) {
          blocks.add(new Taken(number, block.get()));
          return block;
        }
      }
    }
    return Optional.empty();
  }

  private boolean holds(int number) {
    return blocks.stream().anyMatch(taken -> taken.number() == number);
  }

  private Path file(int number) {
    return directory.resolve("block-" + number);
  }

  private int oldestFree(int number) {
    List<IdRange> ranges = space.block(number);
    return free.stream().filter(ranges::contains).findFirst().map(ranges::indexOf).orElse(0);
  }

  private static UnsupportedHostException missing(String reason, String remedy) {
    return new UnsupportedHostException(List.of(new Missing("host-ids", reason, remedy)));
  }
}
