package io.kotha.examples.ship.store;

import io.kotha.examples.ship.report.Json;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A container of this process, which is its supervisor. */
public final class Claim {

  /** {@code sun_path} of {@code unix(7)}, without the NUL. */
  private static final int MOST_BYTES_OF_SOCKET = 107;

  private final Container container;
  private final EndFile end;
  private final ServerSocketChannel server;
  private Description description;

  Claim(Container container, Path hidden, Description description) throws IOException {
    this.container = container;
    this.description = description;
    requireShort(container.socket());
    this.end = EndFile.create(hidden.resolve(Container.END));
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(hidden.resolve(container.socket().getFileName())));
    write(hidden);
  }

  private static void requireShort(Path socket) throws FileSystemException {
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MOST_BYTES_OF_SOCKET) {
      throw new FileSystemException(
          socket.toString(),
          null,
          "the path of a socket has at most "
              + MOST_BYTES_OF_SOCKET
              + " bytes; choose a shorter name or set KOTHA_SHIP_DIR");
    }
  }

  /** Gives the finished directory its name. The kernel refuses that if the name is in use. */
  void appear(Path hidden) throws IOException {
    Path directory = container.socket().resolveSibling(".").normalize();
    try {
      Files.move(hidden, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException e) {
      throw inUse(e);
    } catch (FileSystemException e) {
      if (Files.exists(directory)) {
        throw inUse(e);
      }
      throw e;
    }
  }

  private FileAlreadyExistsException inUse(FileSystemException cause) {
    String name = container.name().text();
    FileAlreadyExistsException e =
        new FileAlreadyExistsException(
            name, null, "a container has this name; remove it: ship rm " + name);
    e.initCause(cause);
    return e;
  }

  private void write(Path directory) throws IOException {
    Path next = directory.resolve(Container.DESCRIPTION + ".new");
    Files.writeString(next, Json.of(description) + "\n");
    Files.move(next, directory.resolve(Container.DESCRIPTION), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns the container. */
  public Container container() {
    return container;
  }

  /** Returns the socket on which commands are answered. */
  public ServerSocketChannel server() {
    return server;
  }

  /** Records that the program runs. */
  public void started(long pid) throws IOException {
    description = description.running(pid);
    write(container.socket().resolveSibling(".").normalize());
  }

  /** Records the ending. The lock stays until this process ends. */
  public void ended(Ending ending) throws IOException {
    try {
      end.write(ending);
      server.close();
      Files.deleteIfExists(container.socket());
    } catch (NoSuchFileException e) {
      return; // removed meanwhile
    }
  }
}
