package io.kotha.examples.ship.store;

import com.google.gson.JsonParseException;
import io.kotha.examples.ship.report.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The directory of a container, as any command sees it. */
public final class Container {

  static final String END = "end";
  static final String DESCRIPTION = "container.json";

  private final ContainerName name;
  private final Path directory;

  Container(ContainerName name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  /** Returns its name. */
  public ContainerName name() {
    return name;
  }

  /** Returns the path of its supervisor's socket. */
  public Path socket() {
    return directory.resolve("socket");
  }

  /** Returns the files of its log. */
  LogFiles logFiles() {
    return new LogFiles(directory);
  }

  /**
   * Returns its description.
   *
   * @throws NoSuchFileException if it was removed
   */
  public Description description() throws IOException {
    try {
      return Json.read(Files.readString(directory.resolve(DESCRIPTION)), Description.class);
    } catch (NoSuchFileException e) {
      throw gone(e);
    } catch (JsonParseException e) {
      throw new IOException("the description of container " + name + " is damaged: remove it", e);
    }
  }

  /**
   * Returns its state.
   *
   * @throws NoSuchFileException if it was removed
   */
  public State state() throws IOException {
    try (EndFile file = endFile()) {
      // First the lock: a supervisor that ends in between has written the ending by then.
      boolean held = file.isHeld();
      Optional<Ending> ending = file.ending();
      if (ending.isPresent()) {
        return new State(State.Phase.EXITED, ending);
      }
      if (!held) {
        return new State(State.Phase.DEAD, ending);
      }
      boolean runs = description().pid() != null;
      return new State(runs ? State.Phase.RUNNING : State.Phase.STARTING, ending);
    }
  }

  /**
   * Opens the end of the container.
   *
   * @throws NoSuchFileException if it was removed
   */
  public ContainerEnd end() throws IOException {
    return new ContainerEnd(endFile());
  }

  private EndFile endFile() throws IOException {
    try {
      return EndFile.read(directory.resolve(END));
    } catch (NoSuchFileException e) {
      throw gone(e);
    }
  }

  private NoSuchFileException gone(NoSuchFileException cause) {
    NoSuchFileException e = new NoSuchFileException(name.text(), null, "no such container");
    e.initCause(cause);
    return e;
  }

  /**
   * Removes the directory. It disappears under its name at once, so the name is free for another
   * container before its files are deleted.
   *
   * @throws NoSuchFileException if it was removed already
   */
  public void remove() throws IOException {
    Path gone = directory.resolveSibling(StateDirectory.HIDDEN + ContainerName.random());
    Files.move(directory, gone, StandardCopyOption.ATOMIC_MOVE);
    delete(gone);
  }

  /** Deletes a directory of plain files. */
  static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
