package io.kotha.examples.grader.input;

import io.kotha.examples.files.FileRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one problem package. A package is untrusted: symbolic links that lead out of it are
 * rejected, so that no other file of the host is read, and only regular files are read.
 */
public final class PackageTree {

  /** File names of the format, and {@code +} for the extension {@code .c++}. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.+-]{0,254}");

  private static final int MAX_DEPTH = 12;

  private final Path root;
  private final FileRoot real;
  private final Budget budget = new Budget();

  /** The first name of each directory, by its path without symbolic links. */
  private final Map<Path, Path> directories = new HashMap<>();

  public PackageTree(Path root) throws InputException {
    this.root = root;
    try {
      this.real = FileRoot.of(root);
    } catch (IOException e) {
      throw new InputException(root, "no such directory", e);
    }
    directories.put(real.path(), root);
  }

  /** Returns the package's directory as the caller named it. */
  public Path root() {
    return root;
  }

  /** Returns the name of the package's directory, with links resolved. */
  public String name() {
    Path name = real.path().getFileName();
    return name == null ? "package" : name.toString();
  }

  /** Returns a regular file of the package, if it exists. */
  public Optional<PackageFile> file(String name) throws InputException {
    return file(root.resolve(name));
  }

  /** Returns a regular file of the package, if it exists. */
  public Optional<PackageFile> file(Path file) throws InputException {
    return Files.isRegularFile(file)
        ? Optional.of(new PackageFile(file, real, real(file), budget))
        : Optional.empty();
  }

  /** Returns a directory of the package, if it exists. */
  public Optional<Path> directory(String name) throws InputException {
    Path directory = root.resolve(name);
    return Files.isDirectory(directory) ? Optional.of(inside(directory)) : Optional.empty();
  }

  /**
   * Returns the regular files and directories in a directory, sorted by name. The format ignores
   * dot files and names outside its pattern, so they are left out, as are devices, sockets and
   * FIFOs.
   *
   * @throws InputException if the package has more than 20,000 entries of any kind, or a second
   *     name of a directory
   */
  public List<Path> list(Path directory) throws InputException {
    List<Path> found = entries(directory);
    for (Path entry : found) {
      inside(entry);
    }
    return found;
  }

  /**
   * Returns what {@link #list} returns, but does not check where the entries lead: pass each to
   * {@link #packageAt} before it is read.
   */
  public List<Path> entries(Path directory) throws InputException {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> found = new ArrayList<>();
      for (Path entry : (Iterable<Path>) entries::iterator) {
        // Count before the filter, and never return a shorter list: a test case that entries of
        // other kinds displace would be a test case that no submission has to pass.
        budget.countEntry(directory);
        if (NAME.matcher(entry.getFileName().toString()).matches()
            && (Files.isRegularFile(entry) || Files.isDirectory(entry))) {
          found.add(entry);
        }
      }
      found.sort(Comparator.comparing(path -> path.getFileName().toString()));
      return found;
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(directory, "cannot be listed: " + e.getMessage(), e);
    }
  }

  /** Returns the package in a directory of this folder of packages. */
  public PackageTree packageAt(Path directory) throws InputException {
    return new PackageTree(inside(directory));
  }

  /**
   * Returns every regular file below a directory, named by its path relative to the directory; for
   * a file, returns that file. Symbolic links inside the package are resolved.
   */
  public List<SourceFile> files(Path fileOrDirectory) throws InputException {
    List<SourceFile> found = new ArrayList<>();
    if (Files.isDirectory(fileOrDirectory)) {
      collect(fileOrDirectory, "", found, 0);
    } else {
      String name = fileOrDirectory.getFileName().toString();
      found.add(new SourceFile(name, real, real(fileOrDirectory)));
    }
    return List.copyOf(found);
  }

  private void collect(Path directory, String prefix, List<SourceFile> found, int depth)
      throws InputException {
    if (depth > MAX_DEPTH) {
      throw new InputException(directory, "nested deeper than " + MAX_DEPTH);
    }
    for (Path entry : list(directory)) {
      String name = prefix + entry.getFileName();
      if (Files.isDirectory(entry)) {
        collect(entry, name + "/", found, depth + 1);
      } else {
        found.add(new SourceFile(name, real, real(entry)));
      }
    }
  }

  /**
   * Returns a path that does not lead out of the package. A directory must have one name only:
   * links to a few directories can make a tree of any number of paths.
   */
  private Path inside(Path path) throws InputException {
    Path resolved = real(path);
    if (Files.isDirectory(resolved)) {
      Path first = directories.putIfAbsent(resolved, path);
      if (first != null && !first.equals(path)) {
        throw new InputException(
            path,
            "is the directory "
                + first
                + " by another name; replace the link by a copy of the directory");
      }
    }
    return path;
  }

  private Path real(Path path) throws InputException {
    try {
      Path resolved = path.toRealPath();
      if (!resolved.startsWith(real.path())) {
        throw new InputException(path, "is a symbolic link that leads out of the package");
      }
      return resolved;
    } catch (IOException e) {
      throw new InputException(path, "cannot be resolved: " + e.getMessage(), e);
    }
  }
}
