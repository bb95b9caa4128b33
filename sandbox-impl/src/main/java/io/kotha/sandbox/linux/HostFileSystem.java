package io.kotha.sandbox.linux;

import io.kotha.sandbox.linux.elf.ByteSource;
import io.kotha.sandbox.linux.elf.FileSystemView;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The host's own files. */
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
    return new OpenFile(FileChannel.open(path));
  }

  @Override
  public List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private record OpenFile(FileChannel channel) implements ByteSource {

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(long offset, ByteBuffer to) throws IOException {
      long at = offset;
      while (to.hasRemaining()) {
        int count = channel.read(to, at);
        if (count < 0) {
          throw new EOFException("the file became shorter while it was read");
        }
        at += count;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
