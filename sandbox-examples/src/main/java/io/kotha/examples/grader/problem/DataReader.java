package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.PackageFile;
import io.kotha.examples.grader.input.PackageTree;
import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.input.YamlMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A reader of the test cases below {@code data/}: sample, then secret, each sorted by name. */
final class DataReader {

  private static final int MAX_DEPTH = 12;

  private final PackageTree tree;
  private final List<TestCase> cases = new ArrayList<>();

  private final List<String> flags;

  /**
   * Creates the reader.
   *
   * @param flags the problem's validator flags, which only the legacy format has; they precede each
   *     group's
   */
  DataReader(PackageTree tree, List<String> flags) {
    this.tree = tree;
    this.flags = flags;
  }

  /**
   * Settings that a test group passes on to its cases and subgroups. They share the lists: a copy
   * for each case would take memory of any amount.
   */
  private record Settings(
      List<String> flags, List<String> arguments, List<String> validatorArguments) {

    /** Returns these settings, overridden by the keys that the file has. */
    Settings with(YamlMap yaml) throws InputException {
      return new Settings(
          flags,
          yaml.strings("args").orElse(arguments),
          validatorArguments(yaml).map(this::withFlags).orElse(validatorArguments));
    }

    private List<String> withFlags(List<String> own) {
      // List.copyOf shares this list, but would copy one of Stream.toList().
      return List.copyOf(Stream.concat(flags.stream(), own.stream()).toList());
    }

    /** Reads {@code output_validator_flags} (legacy) or {@code output_validator_args} (2023-07). */
    private static Optional<List<String>> validatorArguments(YamlMap yaml) throws InputException {
      if (yaml.has("output_validator_args")) {
        return yaml.strings("output_validator_args");
      }
      return yaml.isMap("output_validator_flags")
          ? yaml.map("output_validator_flags").words("flags")
          : yaml.words("output_validator_flags");
    }
  }

  List<TestCase> read() throws InputException {
    Path data =
        tree.directory("data")
            .orElseThrow(() -> new InputException(tree.root(), "has no directory data/"));
    Settings settings = configured(data, new Settings(flags, List.of(), flags));
    for (String name : List.of("sample", "secret")) {
      Optional<Path> group = tree.directory("data/" + name);
      if (group.isPresent()) {
        readGroup(group.get(), name, settings, 0);
      }
    }
    if (cases.isEmpty()) {
      throw new InputException(data, "holds no test case (NAME.in with NAME.ans)");
    }
    return cases;
  }

  private void readGroup(Path directory, String name, Settings inherited, int depth)
      throws InputException {
    if (depth > MAX_DEPTH) {
      throw new InputException(directory, "test groups are nested deeper than " + MAX_DEPTH);
    }
    Settings settings = configured(directory, inherited);
    List<Path> entries = new ArrayList<>(tree.list(directory));
    entries.sort(Comparator.comparing(DataReader::baseName));
    for (Path entry : entries) {
      String entryName = name + "/" + baseName(entry);
      if (isInput(entry)) {
        cases.add(readCase(entry, entryName, settings));
      } else if (Files.isDirectory(entry) && !entry.toString().endsWith(".files")) {
        readGroup(entry, entryName, settings, depth + 1);
      }
    }
  }

  private TestCase readCase(Path input, String name, Settings group) throws InputException {
    String answer = baseName(input) + ".ans";
    Optional<PackageFile> yaml = tree.file(input.resolveSibling(baseName(input) + ".yaml"));
    Settings settings = yaml.isPresent() ? group.with(YamlMap.read(yaml.get())) : group;
    Path files = input.resolveSibling(baseName(input) + ".files");
    List<SourceFile> extra = Files.isDirectory(files) ? tree.files(files) : List.of();
    return new TestCase(
        name,
        existing(input, "cannot be read"),
        existing(input.resolveSibling(answer), "is missing: each NAME.in needs its answer"),
        settings.arguments(),
        settings.validatorArguments(),
        extra);
  }

  private PackageFile existing(Path file, String otherwise) throws InputException {
    return tree.file(file).orElseThrow(() -> new InputException(file, otherwise));
  }

  private Settings configured(Path directory, Settings inherited) throws InputException {
    for (String name : List.of("test_group.yaml", "testdata.yaml")) {
      Optional<PackageFile> file = tree.file(directory.resolve(name));
      if (file.isPresent()) {
        return inherited.with(YamlMap.read(file.get()));
      }
    }
    return inherited;
  }

  private static boolean isInput(Path entry) {
    return entry.toString().endsWith(".in") && Files.isRegularFile(entry);
  }

  private static String baseName(Path entry) {
    String name = entry.getFileName().toString();
    return name.endsWith(".in") ? name.substring(0, name.length() - 3) : name;
  }
}
