package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.linux.elf.ByteSource;
import io.kotha.sandbox.linux.elf.FileSystemView;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The file system of the host. */
final class HostFileSystem extends HostLinks implements FileSystemView {

  private static final int WRITABLE_BY_ALL = 0002;

  private final CallerFiles files;

  HostFileSystem(CallerFiles files) {
    this.files = files;
  }

  /** Opens a path without symbolic links. */
  @Override
  public ByteSource open(Path path) throws IOException {
    return new OpenFile(files.open(path));
  }

  @Override
  public List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  @Override
  public boolean isShared(Path directory) {
    try {
      return (mode(directory) & WRITABLE_BY_ALL) != 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** An open file. It is not a channel, which an interrupt of the caller would close. */
  private record OpenFile(RandomAccessFile file) implements ByteSource {

    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public void read(long offset, ByteBuffer to) throws IOException {
      byte[] part = new byte[to.remaining()];
      file.seek(offset);
      file.readFully(part); // throws EOFException if the file became shorter meanwhile
      to.put(part);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
