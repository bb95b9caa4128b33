package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.PackageTree;
import io.kotha.examples.grader.input.YamlMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reader of a problem's validation, which the two generations of the format declare differently.
 */
final class ValidationReader {

  /** The grader keeps a copy of each until the problem's last submission is judged. */
  private static final int MAX_PROGRAMS = 8;

  private final PackageTree tree;
  private final YamlMap yaml;
  private final FormatVersion version;

  ValidationReader(PackageTree tree, YamlMap yaml, FormatVersion version) {
    this.tree = tree;
    this.yaml = yaml;
    this.version = version;
  }

  Validation read() throws InputException {
    List<String> types = yaml.words("type").orElse(List.of("pass-fail"));
    for (String type : types) {
      if (!type.equals("pass-fail") && !type.equals("interactive")) {
        throw yaml.complaint("type", "must be pass-fail or interactive, not " + type);
      }
    }
    if (version == FormatVersion.LEGACY) {
      return legacy();
    }
    // The first drafts of 2023-07 still had the legacy key.
    List<String> keywords = yaml.words("validation").orElse(List.of());
    return later(types.contains("interactive") || keywords.contains("interactive"));
  }

  private Validation legacy() throws InputException {
    List<String> words = yaml.words("validation").orElse(List.of("default"));
    List<String> modes = words.subList(Math.min(1, words.size()), words.size());
    if (words.isEmpty() || !words.get(0).equals("custom")) {
      if (!words.equals(List.of("default"))) {
        throw yaml.complaint("validation", "must be default or custom [interactive]");
      }
      return new Validation.Default();
    }
    if (!List.of("interactive").containsAll(modes)) {
      throw yaml.complaint("validation", "must be default or custom [interactive]");
    }
    List<ProgramSource> programs = legacyPrograms();
    return modes.isEmpty() ? new Validation.Custom(programs) : interactive(programs);
  }

  private List<ProgramSource> legacyPrograms() throws InputException {
    List<ProgramSource> programs = new ArrayList<>();
    Optional<Path> root = tree.directory("output_validators");
    List<Path> entries = root.isPresent() ? tree.list(root.get()) : List.of();
    if (entries.size() > MAX_PROGRAMS) {
      throw yaml.complaint("validation", "has more than " + MAX_PROGRAMS + " validators");
    }
    for (Path entry : entries) {
      programs.add(
          new ProgramSource("output_validators/" + entry.getFileName(), tree.files(entry)));
    }
    if (programs.isEmpty()) {
      throw yaml.complaint("validation", "is custom, but output_validators/ has no program");
    }
    return programs;
  }

  private Validation later(boolean interactive) throws InputException {
    Optional<Path> root = tree.directory("output_validator");
    if (root.isEmpty() || tree.files(root.get()).isEmpty()) {
      if (interactive) {
        throw yaml.complaint("type", "is interactive, but output_validator/ has no program");
      }
      return new Validation.Default();
    }
    List<ProgramSource> programs =
        List.of(new ProgramSource("output_validator", tree.files(program(root.get()))));
    return interactive ? interactive(programs) : new Validation.Custom(programs);
  }

  /**
   * Returns the folder itself, or its only subfolder: the layout of the first drafts of 2023-07.
   */
  private Path program(Path root) throws InputException {
    List<Path> entries = tree.list(root);
    return entries.size() == 1 && Files.isDirectory(entries.get(0)) ? entries.get(0) : root;
  }

  private Validation interactive(List<ProgramSource> programs) throws InputException {
    if (programs.size() != 1) {
      throw new InputException(
          tree.root(), "an interactive problem needs one validator, not " + programs.size());
    }
    return new Validation.Interactive(programs.get(0));
  }
}
