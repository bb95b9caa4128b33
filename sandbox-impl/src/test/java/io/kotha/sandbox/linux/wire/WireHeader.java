package io.kotha.sandbox.linux.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.fixture.HostCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The helper's {@code wire.h}. The names are found in its text, and a C program that includes it
 * prints their values.
 *
 * @param structs the fields of each struct, in order
 * @param enums the value of each constant, by the name of the enum
 * @param defines the value of each macro
 * @param sizes the size of each struct
 */
record WireHeader(
    Map<String, List<Field>> structs,
    Map<String, Map<String, Integer>> enums,
    Map<String, Integer> defines,
    Map<String, Integer> sizes) {

  /** A field of a struct: its offset and size in bytes. */
  record Field(String name, int offset, int size) {}

  private static final Path HEADER = Path.of("src/main/c/wire.h");
  private static final Pattern STRUCT = Pattern.compile("struct (kt_\\w+) \\{(.*?)\\};");
  private static final Pattern ENUM = Pattern.compile("enum (kt_\\w+) \\{(.*?)\\};");
  private static final Pattern DEFINE = Pattern.compile("(?m)^#define (\\w+) \\S");
  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);

  static WireHeader read() throws IOException {
    String text = COMMENT.matcher(Files.readString(HEADER)).replaceAll("");
    List<String> defines = new ArrayList<>();
    DEFINE.matcher(text).results().forEach(m -> defines.add(m.group(1)));
    String line = text.replaceAll("\\s+", " ");
    Map<String, List<String>> structs = new LinkedHashMap<>();
    STRUCT.matcher(line).results().forEach(m -> structs.put(m.group(1), fields(m.group(2))));
    Map<String, List<String>> enums = new LinkedHashMap<>();
    ENUM.matcher(line).results().forEach(m -> enums.put(m.group(1), constants(m.group(2))));
    return measure(structs, enums, defines);
  }

  private static List<String> fields(String body) {
    List<String> names = new ArrayList<>();
    for (String declaration : body.split(";")) {
      if (!declaration.isBlank()) {
        String declarators = declaration.strip().replaceFirst("^(struct )?\\w+ ", "");
        for (String name : declarators.split(",")) {
          names.add(name.strip().replaceFirst("\\[.*", ""));
        }
      }
    }
    return names;
  }

  private static List<String> constants(String body) {
    List<String> names = new ArrayList<>();
    Matcher name = Pattern.compile("([A-Z]\\w+)[^,]*").matcher(body);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  private static WireHeader measure(
      Map<String, List<String>> structs, Map<String, List<String>> enums, List<String> defines)
      throws IOException {
    StringBuilder program = new StringBuilder("#include <stdio.h>\n#include \"wire.h\"\n");
    program.append("#define NUMBER(n) printf(\"%u\\n\", (unsigned)(n))\nint main(void) {\n");
    structs.forEach(
        (struct, fields) -> {
          program.append("NUMBER(sizeof(struct %s));\n".formatted(struct));
          for (String field : fields) {
            program.append("NUMBER(__builtin_offsetof(struct %s, %s));\n".formatted(struct, field));
            program.append("NUMBER(sizeof ((struct %s *)0)->%s);\n".formatted(struct, field));
          }
        });
    enums.values().forEach(names -> names.forEach(n -> program.append("NUMBER(" + n + ");\n")));
    defines.forEach(n -> program.append("NUMBER(" + n + ");\n"));
    List<Integer> numbers = run(program.append("return 0;\n}\n").toString());

    int at = 0;
    Map<String, Integer> sizes = new LinkedHashMap<>();
    Map<String, List<Field>> measured = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> struct : structs.entrySet()) {
      sizes.put(struct.getKey(), numbers.get(at++));
      List<Field> fields = new ArrayList<>();
      for (String field : struct.getValue()) {
        fields.add(new Field(field, numbers.get(at++), numbers.get(at++)));
      }
      measured.put(struct.getKey(), fields);
    }
    Map<String, Map<String, Integer>> valued = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> names : enums.entrySet()) {
      Map<String, Integer> values = new LinkedHashMap<>();
      for (String name : names.getValue()) {
        values.put(name, numbers.get(at++));
      }
      valued.put(names.getKey(), values);
    }
    Map<String, Integer> macros = new LinkedHashMap<>();
    for (String name : defines) {
      macros.put(name, numbers.get(at++));
    }
    return new WireHeader(measured, valued, macros, sizes);
  }

  private static List<Integer> run(String program) throws IOException {
    Path directory = Files.createTempDirectory("kotha-abi");
    Path source = Files.writeString(directory.resolve("abi.c"), program);
    Path binary = directory.resolve("abi");
    HostCommand made =
        HostCommand.run(
            "cc",
            "-std=c11",
            "-I" + HEADER.getParent(),
            "-o",
            binary.toString(),
            source.toString());
    assertThat(made.exit()).as(made.output()).isZero();
    List<Integer> numbers =
        HostCommand.run(binary.toString()).output().lines().map(Integer::parseUnsignedInt).toList();
    Files.delete(binary);
    Files.delete(source);
    Files.delete(directory);
    return numbers;
  }
}
