package io.kotha.examples.grader.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.composer.ComposerException;
import org.yaml.snakeyaml.constructor.ConstructorException;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML mapping from an untrusted file: plain data only, bounded in size (1 MiB) and depth (16).
 * Every error message names the file and the key.
 */
public final class YamlMap {

  private static final int MAX_BYTES = 1 << 20;

  /** Aliases of collections; an alias of a scalar costs no more than the scalar. */
  private static final int MAX_ALIASES = 10;

  /** Characters and items of a list, which may become the arguments of a program. */
  private static final int MAX_LIST_LENGTH = 1 << 16;

  private static final int MAX_LIST_ITEMS = 1024;

  /** Characters of a number or date; parsing one takes more than linear time. */
  private static final int MAX_NUMBER_LENGTH = 64;

  private static final Set<Tag> NUMBERS = Set.of(Tag.INT, Tag.FLOAT, Tag.TIMESTAMP);

  private final Path file;
  private final String prefix;
  private final Map<String, Object> values;

  private YamlMap(Path file, String prefix, Map<String, Object> values) {
    this.file = file;
    this.prefix = prefix;
    this.values = values;
  }

  /** Reads a package's file that holds one mapping; an empty file is an empty mapping. */
  public static YamlMap read(PackageFile source) throws InputException {
    Path file = source.name();
    Object root = parse(file, decode(file, source.bytes(MAX_BYTES + 1)));
    return root == null ? empty(file) : asMap(file, "", root);
  }

  /** Reads a file of the caller, never of a package, that holds a sequence of mappings. */
  public static List<YamlMap> readRows(Path file) throws InputException {
    try (InputStream stream = Files.newInputStream(file)) {
      return parseRows(file, decode(file, stream.readNBytes(MAX_BYTES + 1)));
    } catch (IOException e) {
      throw new InputException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Parses a text that holds a sequence of mappings; error messages name {@code file}. */
  public static List<YamlMap> parseRows(Path file, String text) throws InputException {
    if (!(parse(file, text) instanceof List<?> rows)) {
      throw new InputException(file, "must be a sequence of mappings");
    }
    List<YamlMap> maps = new ArrayList<>();
    for (Object row : rows) {
      maps.add(asMap(file, "row " + (maps.size() + 1) + ": ", row));
    }
    return maps;
  }

  /** Returns a mapping without keys. */
  public static YamlMap empty(Path file) {
    return new YamlMap(file, "", Map.of());
  }

  /** Returns the keys in the order of the file. */
  public List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /** Returns whether the key is present and not null. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Returns a scalar as text; empty if the key is absent. */
  public Optional<String> string(String key) throws InputException {
    Object value = values.get(key);
    return value == null ? Optional.empty() : Optional.of(scalar(key, value));
  }

  /** Returns a sequence of scalars; a single scalar is a sequence of one. */
  public Optional<List<String>> strings(String key) throws InputException {
    return list(key, List::of);
  }

  /** Returns a sequence of scalars; a single scalar is split at white space. */
  public Optional<List<String>> words(String key) throws InputException {
    return list(key, YamlMap::split);
  }

  /** Returns a boolean; false if the key is absent. */
  public boolean flag(String key) throws InputException {
    Object value = values.get(key);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw complaint(key, "must be true or false, not " + shown(value));
  }

  /** Returns a number above 0 and at most {@code max}; {@code fallback} if the key is absent. */
  public double number(String key, double fallback, double max) throws InputException {
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    if (!(value instanceof Number number)) {
      throw complaint(key, "must be a number, not " + shown(value));
    }
    double result = number.doubleValue();
    if (!(result > 0 && result <= max)) {
      throw complaint(key, "must be above 0 and at most " + max + ", not " + shown(value));
    }
    return result;
  }

  /** Returns a nested mapping; an empty one if the key is absent. */
  public YamlMap map(String key) throws InputException {
    Object value = values.get(key);
    return value == null ? empty(file) : asMap(file, prefix + key + ".", value);
  }

  /** Returns whether the key's value is a mapping. */
  public boolean isMap(String key) {
    return values.get(key) instanceof Map;
  }

  /** Returns an exception whose message names the file and the key. */
  public InputException complaint(String key, String text) {
    return new InputException(file, prefix + key + ": " + text);
  }

  private Optional<List<String>> list(String key, Function<String, List<String>> one)
      throws InputException {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof List<?> items)) {
      return Optional.of(bounded(key, one.apply(bounded(key, List.of(scalar(key, value))).get(0))));
    }
    List<String> texts = new ArrayList<>();
    for (Object item : items) {
      texts.add(scalar(key, item));
    }
    return Optional.of(bounded(key, List.copyOf(texts)));
  }

  /** Aliases can repeat one long text, so the sum is what counts. */
  private List<String> bounded(String key, List<String> texts) throws InputException {
    long length = texts.stream().mapToLong(String::length).sum();
    if (length > MAX_LIST_LENGTH || texts.size() > MAX_LIST_ITEMS) {
      throw complaint(
          key,
          "must have at most "
              + MAX_LIST_ITEMS
              + " items of "
              + MAX_LIST_LENGTH
              + " characters in total");
    }
    return texts;
  }

  private static List<String> split(String text) {
    return text.isBlank() ? List.of() : List.of(text.trim().split("\\s++", -1));
  }

  private String scalar(String key, @Nullable Object value) throws InputException {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw complaint(key, "must be a scalar, not " + shown(value));
  }

  /**
   * Describes a value for an error message, never by its text: a YAML alias can make it contain
   * itself, and the text is untrusted.
   */
  private static String shown(@Nullable Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    return value == null ? "nothing" : "a " + value.getClass().getSimpleName();
  }

  private static YamlMap asMap(Path file, String prefix, Object value) throws InputException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new InputException(file, prefix + "must be a mapping, not " + shown(value));
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach(
        (key, item) -> {
          if (item != null) {
            copy.put(String.valueOf(key instanceof Map || key instanceof List ? "?" : key), item);
          }
        });
    return new YamlMap(file, prefix, copy);
  }

  private static String decode(Path file, byte[] bytes) throws InputException {
    if (bytes.length > MAX_BYTES) {
      throw new InputException(file, "larger than " + MAX_BYTES + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(file, "not UTF-8", e);
    }
  }

  private static @Nullable Object parse(Path file, String text) throws InputException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setCodePointLimit(MAX_BYTES);
    options.setNestingDepthLimit(16);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    DumperOptions unused = new DumperOptions();
    try {
      return new Yaml(
              new ShortNumbers(options),
              new Representer(unused),
              unused,
              options,
              new ShortPlainScalars())
          .load(text);
    } catch (MarkedYAMLException e) {
      throw new InputException(file, "not YAML: " + kind(e) + place(e.getProblemMark()), e);
    } catch (ReaderException e) {
      throw new InputException(file, "not YAML: a character that YAML forbids", e);
    } catch (YAMLException e) {
      throw new InputException(
          file, "too large, nested too deeply, too many aliases, or too long a number", e);
    } catch (RuntimeException e) {
      // SnakeYAML throws more than YAMLException: a malformed date or number ends in others.
      throw new InputException(file, "not YAML: a malformed date or number", e);
    }
  }

  /**
   * A resolver that takes a long plain scalar for text. SnakeYAML's own tells numbers and dates by
   * regular expressions, which backtrack.
   */
  private static final class ShortPlainScalars extends Resolver {
    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
      return kind == NodeId.scalar && value.length() > MAX_NUMBER_LENGTH
          ? Tag.STR
          : super.resolve(kind, value, implicit);
    }
  }

  /** A constructor that refuses a long scalar whose tag makes it a number or a date. */
  private static final class ShortNumbers extends SafeConstructor {
    private ShortNumbers(LoaderOptions options) {
      super(options);
    }

    @Override
    protected String constructScalar(ScalarNode node) {
      String value = super.constructScalar(node);
      if (NUMBERS.contains(node.getTag()) && value.length() > MAX_NUMBER_LENGTH) {
        throw new YAMLException("a number or date of " + value.length() + " characters");
      }
      return value;
    }
  }

  /** Describes an error in words of our own, because SnakeYAML's message quotes the file. */
  private static String kind(MarkedYAMLException e) {
    if (e instanceof DuplicateKeyException) {
      return "a repeated key";
    }
    if (e instanceof ComposerException) {
      return "an alias without an anchor";
    }
    return e instanceof ConstructorException ? "a value of an unknown type" : "a syntax error";
  }

  private static String place(@Nullable Mark mark) {
    return mark == null
        ? ""
        : " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
  }
}
