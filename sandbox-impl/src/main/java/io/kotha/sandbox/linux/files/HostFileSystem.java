package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.linux.elf.ByteSource;
import io.kotha.sandbox.linux.elf.FileSystemView;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The file system of the host. */
final class HostFileSystem implements FileSystemView {

  @Override
  public Kind kind(Path path) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        return Kind.SYMLINK;
      } else if (attributes.isDirectory()) {
        return Kind.DIRECTORY;
      } else {
        return attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
      }
    } catch (IOException e) {
      return Kind.MISSING;
    }
  }

  @Override
  public String link(Path path) throws IOException {
    return Files.readSymbolicLink(path).toString();
  }

  @Override
  public ByteSource open(Path path) throws IOException {
    return new OpenFile(new RandomAccessFile(path.toFile(), "r"));
  }

  @Override
  public List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      return List.of();
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
