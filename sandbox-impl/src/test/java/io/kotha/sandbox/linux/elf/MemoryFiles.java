package io.kotha.sandbox.linux.elf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** A file tree in memory. */
final class MemoryFiles implements FileSystemView {

  private final Map<Path, byte[]> files = new TreeMap<>();
  private final Map<Path, String> links = new TreeMap<>();
  private final Set<Path> directories = new HashSet<>();

  private Path add(String path) {
    Path file = Path.of(path);
    for (Path at = file.getParent(); at != null; at = at.getParent()) {
      directories.add(at);
    }
    return file;
  }

  MemoryFiles file(String path, ElfImage image) {
    files.put(add(path), image.bytes());
    return this;
  }

  MemoryFiles file(String path, String text) {
    files.put(add(path), text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  MemoryFiles link(String path, String text) {
    links.put(add(path), text);
    return this;
  }

  @Override
  public Kind kind(Path path) {
    if (links.containsKey(path)) {
      return Kind.SYMLINK;
    } else if (files.containsKey(path)) {
      return Kind.FILE;
    }
    return directories.contains(path) ? Kind.DIRECTORY : Kind.MISSING;
  }

  @Override
  public String link(Path path) {
    return Objects.requireNonNull(links.get(path));
  }

  /** Links below {@code /home} are a user's. */
  @Override
  public boolean isSystemLink(Path path) {
    return !path.startsWith("/home");
  }

  @Override
  public boolean isShared(Path directory) {
    return directory.equals(Path.of("/tmp"));
  }

  @Override
  public ByteSource open(Path path) {
    return new HeapBytes(Objects.requireNonNull(files.get(path)));
  }

  @Override
  public List<Path> list(Path directory) {
    return files.keySet().stream().filter(file -> directory.equals(file.getParent())).toList();
  }
}
