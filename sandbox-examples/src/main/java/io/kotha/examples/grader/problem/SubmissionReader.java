package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.PackageFile;
import io.kotha.examples.grader.input.PackageTree;
import io.kotha.examples.grader.input.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A reader of submissions: each file or folder at {@code submissions/FOLDER/} is one. */
final class SubmissionReader {

  /** The part of a source in which a tag is recognized. */
  private static final int TAG_SEARCH_BYTES = 1 << 20;

  private final PackageTree tree;

  SubmissionReader(PackageTree tree) {
    this.tree = tree;
  }

  List<Submission> read() throws InputException {
    List<Submission> submissions = new ArrayList<>();
    Optional<Path> root = tree.directory("submissions");
    for (Path folder : root.isPresent() ? tree.list(root.get()) : List.<Path>of()) {
      if (Files.isDirectory(folder)) {
        for (Path entry : tree.list(folder)) {
          submissions.add(read(folder, entry));
        }
      }
    }
    if (submissions.isEmpty()) {
      throw new InputException(tree.root(), "has no submissions/FOLDER/SUBMISSION");
    }
    return submissions;
  }

  private Submission read(Path folder, Path entry) throws InputException {
    List<SourceFile> files = tree.files(entry);
    if (files.isEmpty()) {
      throw new InputException(entry, "is a submission without files");
    }
    String name = folder.getFileName() + "/" + entry.getFileName();
    return new Submission(name, new ProgramSource(name, files), expectation(folder, entry, files));
  }

  private Expectation expectation(Path folder, Path entry, List<SourceFile> files)
      throws InputException {
    Optional<Expectation> byFolder = Expectation.ofFolder(folder.getFileName().toString());
    Optional<Expectation> byTag = Optional.empty();
    for (SourceFile file : files) {
      if (byTag.isEmpty()) {
        byTag = tag(file);
      }
    }
    if (byFolder.isPresent() && byTag.isPresent()) {
      return byFolder.get().and(byTag.get());
    }
    return byFolder
        .or(Optional.of(byTag)::get)
        .orElseThrow(
            () ->
                new InputException(
                    entry,
                    "has no expected result: neither its folder's name nor a tag"
                        + " @EXPECTED_RESULTS@ gives one"));
  }

  private Optional<Expectation> tag(SourceFile source) throws InputException {
    Optional<PackageFile> file = tree.file(source.path());
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Expectation.ofSource(file.get().text(TAG_SEARCH_BYTES));
    } catch (IllegalArgumentException e) {
      throw new InputException(source.path(), String.valueOf(e.getMessage()), e);
    }
  }
}
