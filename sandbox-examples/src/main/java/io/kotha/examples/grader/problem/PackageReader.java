package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.PackageFile;
import io.kotha.examples.grader.input.PackageTree;
import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.input.YamlMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reader of one package in the ICPC format, legacy or 2023-07. It rejects unsupported settings
 * that affect verdicts, and ignores unknown descriptive keys.
 */
final class PackageReader {

  private final PackageTree tree;
  private final YamlMap yaml;
  private final FormatVersion version;

  private PackageReader(PackageTree tree, PackageFile file) throws InputException {
    this.tree = tree;
    this.yaml = YamlMap.read(file);
    String text = yaml.string("problem_format_version").orElse("legacy");
    this.version =
        FormatVersion.of(text)
            .orElseThrow(
                () ->
                    yaml.complaint(
                        "problem_format_version",
                        "is not supported; supported are legacy, 2023-07 and 2025-09"));
  }

  /** Reads a package. */
  static Problem read(PackageTree tree, Optional<Duration> timeLimit) throws InputException {
    PackageFile file =
        tree.file("problem.yaml")
            .orElseThrow(() -> new InputException(tree.root(), "has no problem.yaml"));
    return new PackageReader(tree, file).read(timeLimit);
  }

  private Problem read(Optional<Duration> timeLimit) throws InputException {
    if (yaml.has("constants")) {
      throw yaml.complaint("constants", "is not supported");
    }
    YamlMap limits = yaml.map("limits");
    Duration time = timeLimit.isPresent() ? timeLimit.get() : TimeLimit.of(tree, limits);
    Validation validation = new ValidationReader(tree, yaml, version).read();
    List<TestCase> cases =
        new DataReader(tree, yaml.words("validator_flags").orElse(List.of())).read();
    if (validation instanceof Validation.Default) {
      checkFlags(cases);
    }
    return new Problem(
        tree.name(),
        title(),
        ProblemLimits.read(limits, time),
        version == FormatVersion.Y2023_07 && yaml.flag("allow_file_writing")
            ? Problem.WorkingDirectory.WRITABLE
            : Problem.WorkingDirectory.READ_ONLY,
        validation,
        cases,
        new SubmissionReader(tree).read(),
        included());
  }

  private void checkFlags(List<TestCase> cases) throws InputException {
    for (TestCase test : cases) {
      try {
        ComparisonFlags flags = ComparisonFlags.parse(test.validatorArguments());
        if (version == FormatVersion.Y2023_07) {
          flags.requireUnrepeated(test.validatorArguments());
        }
      } catch (IllegalArgumentException e) {
        throw new InputException(
            test.input().name(), "flags of the default validator: " + e.getMessage());
      }
    }
  }

  private String title() throws InputException {
    if (yaml.isMap("name")) {
      YamlMap names = yaml.map("name");
      List<String> languages = names.keys();
      String language = languages.contains("en") || languages.isEmpty() ? "en" : languages.get(0);
      return names.string(language).orElse(tree.name());
    }
    return yaml.string("name").orElse(tree.name());
  }

  private Map<String, List<SourceFile>> included() throws InputException {
    Map<String, List<SourceFile>> included = new HashMap<>();
    Optional<Path> root = tree.directory("include");
    for (Path directory : root.isPresent() ? tree.list(root.get()) : List.<Path>of()) {
      if (Files.isDirectory(directory)) {
        included.put(directory.getFileName().toString(), tree.files(directory));
      }
    }
    return included;
  }
}
