package io.kotha.sandbox.linux.ids;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.sys.Undisturbed;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Hands out host ids under root, to every live room a range of its own: no room can signal, trace
 * or read the files of another, even if all other walls were down. Thread-safe.
 *
 * <p>JVMs share the ids of the host by blocks of ranges, each with a lock file. Within a block the
 * range that has been free for longest comes first, and a new block is opened before few are left,
 * so that no range is reused at once.
 */
public final class IdLeases implements AutoCloseable {

  /** Directory of the lock files; all JVMs of the host must use the same. */
  public static final String PROPERTY = "io.kotha.ids.dir";

  private static final String DEFAULT_DIRECTORY = "/run/kotha/ids";

  /** With this many free ranges or less, another block is taken. */
  private static final int FEW = 8;

  private final Path directory;
  private final IdSpace space;
  private final InstantSource clock;
  private final List<Taken> blocks = new ArrayList<>();
  private final Deque<IdRange> free = new ArrayDeque<>();
  private int live;

  /** A block in use. */
  private record Taken(int number, IdBlock block) {}

  IdLeases(Path directory, IdSpace space, InstantSource clock) {
    this.directory = directory;
    this.space = space;
    this.clock = clock;
  }

  /** Of the host this JVM runs on. */
  public static IdLeases ofHost() {
    return new IdLeases(
        Path.of(System.getProperty(PROPERTY, DEFAULT_DIRECTORY)),
        IdSpace.ofHost(),
        InstantSource.system());
  }

  /**
   * Takes a range that no live room of this host has.
   *
   * @throws UnsupportedHostException if the ids do not exist in this user namespace, or their lock
   *     files cannot be made
   * @throws SandboxException if all are in use
   */
  public synchronized IdRangeLease lease() throws SandboxException {
    if (space.ranges().isEmpty()) {
      throw missing(
          "the ids " + IdSpace.FIRST + " to " + (IdSpace.END - 1) + " do not exist here",
          "run the JVM outside of a user namespace, or take them out of /etc/subuid");
    }
    if (free.size() <= FEW) {
      takeBlock().ifPresent(block -> free.addAll(block.ranges()));
    }
    IdRange range = free.pollFirst();
    if (range == null) {
      throw new SandboxException(
          "all ranges of host ids are in use (lock files in " + directory + ")");
    }
    live++;
    return new IdRangeLease(range, () -> giveBack(range));
  }

  /** Lets other JVMs have the blocks. */
  @Override
  public synchronized void close() {
    for (Taken taken : blocks) {
      try {
        if (live == 0) {
          taken.block().free(oldestFree(taken.number()));
          continue;
        }
      } catch (IOException e) {
        // Then it rests, as after a crash.
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

  private Optional<IdBlock> takeBlock() throws SandboxException {
    try {
      return Undisturbed.call(this::takeAny);
    } catch (IOException e) {
      throw missing(
          "lock file of host ids: " + e,
          "make " + directory + " writable, or name another directory by -D" + PROPERTY);
    }
  }

  private Optional<IdBlock> takeAny() throws IOException {
    makeDirectory();
    for (int number = 0; number < IdSpace.blocks(); number++) {
      List<IdRange> ranges = space.block(number);
      if (!ranges.isEmpty() && !holds(number)) {
        Optional<IdBlock> block = IdBlock.tryTake(file(number), ranges, clock);
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

  /** For root alone: who can open a lock file can keep the ids from everybody. */
  private void makeDirectory() throws IOException {
    if (!Files.isDirectory(directory)) {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException e) {
        // By another JVM, just now.
      }
    }
  }

  private int oldestFree(int number) {
    List<IdRange> ranges = space.block(number);
    return free.stream().filter(ranges::contains).findFirst().map(ranges::indexOf).orElse(0);
  }

  private static UnsupportedHostException missing(String reason, String remedy) {
    return new UnsupportedHostException(List.of(new Missing("host-ids", reason, remedy)));
  }
}
