package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.linux.elf.LinkView;
import io.kotha.sandbox.linux.elf.SystemPlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The names and symbolic links of the host. */
class HostLinks implements LinkView {

  private static final int S_IFMT = 0170000;
  private static final int S_IFLNK = 0120000;
  private static final int WRITABLE_BY_OTHERS = 0022;

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
  public boolean isSystemLink(Path path) {
    Path directory = path.getParent();
    try {
      return directory != null
          && SystemPlaces.holdsLinks(directory)
          && isOfRoot(directory)
          && (mode(directory) & WRITABLE_BY_OTHERS) == 0
          && isOfRoot(path)
          && (mode(path) & S_IFMT) == S_IFLNK;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isOfRoot(Path path) throws IOException {
    return ((Number) attribute(path, "unix:uid")).intValue() == 0;
  }

  static int mode(Path path) throws IOException {
    return (Integer) attribute(path, "unix:mode");
  }

  private static Object attribute(Path path, String name) throws IOException {
    return Files.getAttribute(path, name, LinkOption.NOFOLLOW_LINKS);
  }
}
