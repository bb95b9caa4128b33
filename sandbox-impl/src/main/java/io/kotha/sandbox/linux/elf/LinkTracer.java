package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Resolves paths as the kernel does and records every symbolic link on the way. */
public final class LinkTracer {

  /** The kernel's {@code MAXSYMLINKS}. */
  private static final int MAX_LINKS = 40;

  private final LinkView files;

  /** Creates a tracer of this file system's links. */
  public LinkTracer(LinkView files) {
    this.files = files;
  }

  /**
   * The result of resolving a path.
   *
   * @param links the symbolic links on the way, in order
   * @param real the path without symbolic links
   * @param kind the kind of the file at the end
   */
  public record Trace(List<ClosureEntry> links, Path real, LinkView.Kind kind) {

    boolean isFile() {
      return kind == LinkView.Kind.FILE;
    }

    /** Returns the first symbolic link on the way that is not the system's. */
    public Optional<Path> foreignLink(LinkView files) {
      return links.stream()
          .map(ClosureEntry::path)
          .filter(link -> !files.isSystemLink(link))
          .findFirst();
    }
  }

  /** Resolves an absolute path. A dangling path and a loop of links count as missing. */
  public Trace trace(Path path) throws IOException {
    List<ClosureEntry> links = new ArrayList<>();
    Deque<Path> ahead = new ArrayDeque<>();
    path.forEach(ahead::add);
    Path real = Path.of("/");
    LinkView.Kind kind = LinkView.Kind.DIRECTORY;
    while (!ahead.isEmpty()) {
      String name = ahead.removeFirst().toString();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      } else if (name.equals("..")) {
        real = parent(real);
        kind = LinkView.Kind.DIRECTORY;
        continue;
      }
      Path next = real.resolve(name);
      kind = files.kind(next);
      if (kind == LinkView.Kind.SYMLINK) {
        Path target = Path.of(files.link(next));
        links.add(new ClosureEntry(next, Optional.of(target.toString())));
        if (links.size() > MAX_LINKS) {
          return new Trace(links, next, LinkView.Kind.MISSING);
        }
        real = target.isAbsolute() ? Path.of("/") : real;
        kind = LinkView.Kind.DIRECTORY;
        for (int i = target.getNameCount(); i-- > 0; ) {
          ahead.addFirst(target.getName(i));
        }
      } else if (kind == LinkView.Kind.DIRECTORY || ahead.isEmpty()) {
        real = next;
      } else {
        return new Trace(links, path, LinkView.Kind.MISSING);
      }
    }
    return new Trace(links, real, kind);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
