package io.kotha.examples.ship.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory with the containers of one user. No other user can enter it: its mode is 0700, and
 * a directory that belongs to somebody else or is a symbolic link is refused.
 *
 * <p>It is {@code KOTHA_SHIP_DIR} if that is set; for root {@code /run/kotha-ship}; otherwise
 * {@code kotha-ship} below {@code XDG_RUNTIME_DIR} if that belongs to the user, else below {@code
 * java.io.tmpdir}, with the uid in its name.
 */
public final class StateDirectory {

  /** The start of names that are no container's. */
  static final String HIDDEN = ".";

  /** A directory has no name for milliseconds only. */
  private static final Duration UNNAMED = Duration.ofMinutes(10);

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE_MODE =
      PosixFilePermissions.asFileAttribute(PRIVATE);

  private final Path path;

  private StateDirectory(Path path) {
    this.path = path;
  }

  /**
   * Returns the directory of the user who runs this process. It need not exist.
   *
   * @throws IOException if it exists and another user could read or replace it
   */
  public static StateDirectory ofThisUser() throws IOException {
    return of(System.getenv());
  }

  static StateDirectory of(Map<String, String> env) throws IOException {
    int uid = ownUid();
    StateDirectory state = new StateDirectory(place(uid, env).toAbsolutePath());
    state.check(uid);
    return state;
  }

  private static int ownUid() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  private static Path place(int uid, Map<String, String> env) throws IOException {
    String chosen = env.get("KOTHA_SHIP_DIR");
    if (chosen != null && !chosen.isEmpty()) {
      return Path.of(chosen);
    }
    if (uid == 0) {
      return Path.of("/run/kotha-ship");
    }
    // su keeps the variable of the user who calls it.
    String runtime = env.get("XDG_RUNTIME_DIR");
    if (runtime != null && runtime.startsWith("/") && isPrivate(Path.of(runtime), uid)) {
      return Path.of(runtime, "kotha-ship");
    }
    String temporary = Objects.requireNonNull(System.getProperty("java.io.tmpdir"));
    return Path.of(temporary, "kotha-ship-" + uid);
  }

  private void check(int uid) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isPrivate(path, uid)) {
      throw new FileSystemException(
          path.toString(),
          null,
          "is not a directory of this user with mode 0700; remove it or set KOTHA_SHIP_DIR");
    }
  }

  private static boolean isPrivate(Path directory, int uid) throws IOException {
    try {
      Map<String, Object> found =
          Files.readAttributes(directory, "unix:uid,mode,isDirectory", LinkOption.NOFOLLOW_LINKS);
      int mode = (int) Objects.requireNonNull(found.get("mode"));
      return Boolean.TRUE.equals(found.get("isDirectory"))
          && Objects.equals(found.get("uid"), uid)
          && (mode & 0_077) == 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Removes what supervisors that were killed could not remove: temporary containers, and
   * directories that have no name yet or no longer.
   */
  public void sweep() throws IOException {
    for (Container container : containers()) {
      sweep(container);
    }
    try (DirectoryStream<Path> hidden = Files.newDirectoryStream(path, HIDDEN + "*")) {
      Instant old = Instant.now().minus(UNNAMED);
      for (Path directory : hidden) {
        if (Files.getLastModifiedTime(directory).toInstant().isBefore(old)) {
          Container.delete(directory);
        }
      }
    } catch (NoSuchFileException e) {
      return; // another command was faster
    }
  }

  private static void sweep(Container container) {
    try {
      if (container.state().phase() == State.Phase.DEAD && container.description().temporary()) {
        container.remove();
      }
    } catch (IOException e) {
      return; // removed meanwhile, or damaged: rm reports that
    }
  }

  /** Returns all containers, sorted by name. */
  public List<Container> containers() throws IOException {
    List<Container> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      check(ownUid()); // it may have been made since this object was
      for (Path entry : entries) {
        container(entry).ifPresent(found::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    found.sort(Comparator.comparing(container -> container.name().text()));
    return found;
  }

  private static Optional<Container> container(Path entry) {
    @Nullable Path file = entry.getFileName();
    if (file == null || file.toString().startsWith(HIDDEN)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Container(new ContainerName(file.toString()), entry));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not of ship
    }
  }

  /**
   * Returns a container.
   *
   * @throws IllegalArgumentException if the text is not a name
   * @throws NoSuchFileException if there is none of this name
   */
  public Container container(String text) throws IOException {
    ContainerName name = new ContainerName(text);
    Path directory = path.resolve(name.text());
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(text, null, "no such container");
    }
    check(ownUid());
    return new Container(name, directory);
  }

  /**
   * Makes a container of this process: it appears with its socket and its lock, all at once.
   *
   * @throws FileAlreadyExistsException if the name is in use
   */
  public Claim claim(ContainerName name, Description description) throws IOException {
    Path hidden = path.resolve(HIDDEN + ContainerName.random());
    create(hidden);
    try {
      Claim claim = new Claim(new Container(name, path.resolve(name.text())), hidden, description);
      claim.appear(hidden);
      return claim;
    } catch (IOException | RuntimeException e) {
      Container.delete(hidden);
      throw e;
    }
  }

  /** Creates a directory in this one, and this one if {@link #removeIfEmpty} has removed it. */
  private void create(Path directory) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        Files.createDirectory(path, PRIVATE_MODE);
      } catch (FileAlreadyExistsException e) {
        check(ownUid());
      }
      try {
        Files.createDirectory(directory, PRIVATE_MODE);
        return;
      } catch (NoSuchFileException e) {
        if (attempt == 10) {
          throw e;
        }
      }
    }
  }

  /** Removes the directory if it has no container, so that nothing of ship stays on the host. */
  public void removeIfEmpty() throws IOException {
    try {
      Files.deleteIfExists(path);
    } catch (java.nio.file.DirectoryNotEmptyException e) {
      return; // other containers
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
