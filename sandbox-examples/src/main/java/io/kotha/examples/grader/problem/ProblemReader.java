package io.kotha.examples.grader.problem;

import com.google.common.base.Throwables;
import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.PackageTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A reader of the packages and folders of packages that a caller names. */
public final class ProblemReader {

  private final Optional<Duration> timeLimit;
  private final List<Problem> problems = new ArrayList<>();
  private final List<UnreadablePackage> unreadable = new ArrayList<>();

  private ProblemReader(Optional<Duration> timeLimit) {
    this.timeLimit = timeLimit;
  }

  /**
   * Reads packages and folders of packages. A package that cannot be read does not stop the others:
   * its author must not decide whether they are judged.
   *
   * @param directories the directories that the caller named
   * @param timeLimit the time limit that replaces the packages' own
   * @throws InputException if a directory does not exist, or is neither a package nor a folder of
   *     packages: the caller named a wrong one
   */
  public static Packages readEach(List<Path> directories, Optional<Duration> timeLimit)
      throws InputException {
    ProblemReader reader = new ProblemReader(timeLimit);
    for (Path directory : directories) {
      reader.add(directory);
    }
    return new Packages(reader.problems, reader.unreadable);
  }

  /**
   * Reads a package, or every package in a folder of packages.
   *
   * @throws InputException if one of them cannot be read
   */
  public static List<Problem> readAll(Path directory, Optional<Duration> timeLimit)
      throws InputException {
    Packages packages = readEach(List.of(directory), timeLimit);
    if (packages.unreadable().isEmpty()) {
      return packages.problems();
    }
    Throwable failure = packages.unreadable().get(0).failure();
    Throwables.throwIfInstanceOf(failure, InputException.class);
    Throwables.throwIfUnchecked(failure);
    throw new IllegalStateException(failure);
  }

  private void add(Path directory) throws InputException {
    PackageTree tree = new PackageTree(directory);
    if (isPackage(directory)) {
      addPackage(tree.name(), () -> tree);
      return;
    }
    int before = size();
    try {
      for (Path entry : tree.entries(directory)) {
        if (isPackage(entry)) {
          addPackage(entry.getFileName().toString(), () -> tree.packageAt(entry));
        }
      }
    } catch (InputException e) {
      unreadable.add(new UnreadablePackage(tree.name(), e));
    }
    if (size() == before) {
      throw new InputException(
          directory, "is neither a problem package (it has no problem.yaml) nor a folder of them");
    }
  }

  private int size() {
    return problems.size() + unreadable.size();
  }

  private static boolean isPackage(Path directory) {
    return Files.isRegularFile(directory.resolve("problem.yaml"));
  }

  /** A way to open a package. */
  private interface Opening {
    PackageTree open() throws InputException;
  }

  private void addPackage(String name, Opening opening) {
    try {
      problems.add(PackageReader.read(opening.open(), timeLimit));
    } catch (InputException | RuntimeException | Error e) {
      // An Error, too: an OutOfMemoryError of one package must not lose the results of the others.
      unreadable.add(new UnreadablePackage(name, e));
    }
  }
}
