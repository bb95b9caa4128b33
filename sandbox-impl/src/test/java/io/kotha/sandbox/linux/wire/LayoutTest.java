package io.kotha.sandbox.linux.wire;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.linux.fixture.CProgram;
import io.kotha.sandbox.linux.plan.FileTree.EntryFlag;
import io.kotha.sandbox.linux.plan.FileTree.EntryKind;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.FileTree.SourceFlag;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.seccomp.ReportingCalls;
import io.kotha.sandbox.linux.wire.Report.Cause;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares every size, offset and constant of {@code wire.h} with Java's, in both directions: a
 * name that only one side has fails a test.
 */
class LayoutTest {

  /** Limits of the helper's own arrays and checks, which Java does not need. */
  private static final Set<String> HELPER_ONLY =
      Set.of("KT_MAX_GROUPS", "KT_PATH", "KT_MAP", "KOTHA_WIRE_H");

  private static WireHeader header;

  @BeforeAll
  static void readHeader() throws Exception {
    if (!CProgram.isAvailable()) {
      throw Features.lacks(CProgram.FEATURE, "no C compiler on PATH");
    }
    header = WireHeader.read();
  }

  @Test
  void offsetsAndSizesAreThoseOfTheHeader() throws Exception {
    Map<String, Integer> java = new TreeMap<>();
    for (Class<?> struct : Layout.class.getDeclaredClasses()) {
      for (Field constant : struct.getDeclaredFields()) {
        if (Modifier.isStatic(constant.getModifiers()) && !constant.isSynthetic()) {
          constant.setAccessible(true);
          java.put(struct.getSimpleName() + "." + constant.getName(), constant.getInt(null));
        }
      }
    }
    List<String> differences = differences(expected(), java);
    if (!differences.isEmpty()) {
      Files.writeString(Path.of("target/Layout.java"), source());
    }
    assertThat(differences).as("target/Layout.java has the offsets of the header").isEmpty();
  }

  /** Returns a line for each name that has another value on one side, or none. */
  private static List<String> differences(Map<String, Integer> header, Map<String, Integer> java) {
    Set<String> names = new TreeSet<>(header.keySet());
    names.addAll(java.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(header.get(name), java.get(name)))
        .map(name -> name + ": header " + header.get(name) + ", Java " + java.get(name))
        .toList();
  }

  private static Map<String, Integer> expected() {
    Map<String, Integer> expected = new TreeMap<>();
    header
        .structs()
        .forEach(
            (struct, fields) -> {
              expected.put(className(struct) + ".SIZEOF", header.sizes().get(struct));
              fields.stream()
                  .filter(f -> !f.name().equals("pad"))
                  .forEach(
                      f -> expected.put(className(struct) + "." + upper(f.name()), f.offset()));
            });
    return expected;
  }

  /** Returns the expected classes of {@code Layout.java}. */
  private static String source() {
    StringBuilder text = new StringBuilder();
    header
        .structs()
        .forEach(
            (struct, fields) -> {
              String name = className(struct);
              text.append("  public static final class %s {\n".formatted(name));
              for (WireHeader.Field f : fields) {
                if (!f.name().equals("pad")) {
                  text.append(
                      "    public static final int %s = %d;\n"
                          .formatted(upper(f.name()), f.offset()));
                }
              }
              text.append(
                      "    public static final int SIZEOF = %d;\n"
                          .formatted(header.sizes().get(struct)))
                  .append("\n    private %s() {}\n  }\n\n".formatted(name));
            });
    return text.toString();
  }

  /**
   * A difference means that the parser of {@link WireHeader} missed a field, or that padding is not
   * declared.
   */
  @Test
  void fieldsFillTheirStructs() {
    assertThat(header.structs()).hasSize(Layout.class.getDeclaredClasses().length);
    header
        .structs()
        .forEach(
            (struct, fields) -> {
              int end = 0;
              for (WireHeader.Field field : fields) {
                assertThat(field.offset()).as(struct + "." + field.name()).isEqualTo(end);
                end = field.offset() + field.size();
              }
              assertThat(header.sizes().get(struct)).as("size of " + struct).isEqualTo(end);
            });
  }

  @Test
  void constantsAreThoseOfTheHeader() {
    Map<String, Integer> java =
        Map.ofEntries(
            Map.entry("KT_MAGIC", Wire.MAGIC),
            Map.entry("KT_VERSION", Wire.VERSION),
            Map.entry("KT_NONE", Plan.NO_ID),
            Map.entry("KT_MAX_REQUEST", Wire.MAX_REQUEST),
            Map.entry("KT_MAX_SOURCES", Wire.MAX_SOURCES),
            Map.entry("KT_MAX_MESSAGE", Wire.MAX_MESSAGE),
            Map.entry("KT_MAX_ROOMS", Wire.MAX_ROOMS),
            Map.entry("KT_MAX_COUNTERS", Wire.MAX_COUNTERS),
            Map.entry("KT_MAX_FDS", Wire.MAX_FDS),
            Map.entry("KT_STATUS_FD", ReportingCalls.DESCRIPTOR),
            Map.entry("KT_COOKIE", ReportingCalls.COOKIE));
    Map<String, Integer> defines = new TreeMap<>(header.defines());
    defines.keySet().removeAll(HELPER_ONLY);
    assertThat(differences(defines, java)).isEmpty();
    assertThat(CgroupPlan.UNWATCHED).isEqualTo(header.defines().get("KT_NONE"));
  }

  @Test
  void enumsAreThoseOfTheHeader() {
    Map<String, Map<String, Integer>> java = new LinkedHashMap<>();
    java.put(
        "kt_request_kind",
        Map.of(
            "KT_CREATE", Wire.CREATE,
            "KT_SIGNAL", Wire.SIGNAL,
            "KT_KILL", Wire.KILL,
            "KT_LEAVE", Wire.LEAVE,
            "KT_UPDATE", Wire.UPDATE));
    java.put("kt_plan_flags", of("KT_", Plan.Flag.values(), Plan.Flag::bit));
    java.put("kt_mitigation", of("KT_", Mitigation.values(), PlanEncoder::mitigationBit));
    java.put("kt_root_kind", of("KT_ROOT_", RootKind.values(), RootKind::number));
    java.put("kt_source_flags", of("KT_SOURCE_", SourceFlag.values(), SourceFlag::bit));
    java.put("kt_mount_kind", mountKinds());
    java.put("kt_mount_flags", of("KT_", EntryFlag.values(), EntryFlag::bit));
    java.put("kt_group_kind", of("KT_GROUP_", GroupKind.values(), GroupKind::number));
    Map<String, Integer> entries =
        of("KT_GROUP_", CgroupPlan.Entry.values(), CgroupPlan.Entry::flags);
    entries.remove("KT_GROUP_MOVED"); // no flag
    java.put("kt_group_flags", entries);
    java.put("kt_counter_kind", Map.of("KT_CPU_NANOS", CounterKind.CPU_NANOS.number()));
    java.put("kt_counter_form", of("KT_", CgroupPlan.Form.values(), CgroupPlan.Form::number));
    java.put(
        "kt_command_flags",
        Map.of("KT_TERMINAL", Wire.TERMINAL, "KT_WARN", Wire.WARN, "KT_COPY", Wire.COPY));
    java.put(
        "kt_report_kind",
        Map.of(
            "KT_HELLO", Wire.HELLO,
            "KT_STARTED", Wire.STARTED,
            "KT_FAILED", Wire.FAILED,
            "KT_EXITED", Wire.EXITED,
            "KT_PARKED", Wire.PARKED));
    Map<String, Integer> moments = of("KT_", Moment.values(), Moment::index);
    moments.put("KT_MOMENTS", Wire.MAX_MOMENTS);
    java.put("kt_moment", moments);
    java.put("kt_cause", of("KT_", Cause.values(), Cause::number));
    java.put(
        "kt_report_flags", Map.of("KT_NEVER_RAN", Wire.NEVER_RAN, "KT_NO_STATUS", Wire.NO_STATUS));
    java.put("kt_step", of("STEP_", SetupStep.values(), SetupStep::number));
    assertThat(differences(flat(header.enums()), flat(java))).isEmpty();
  }

  private static Map<String, Integer> flat(Map<String, Map<String, Integer>> enums) {
    Map<String, Integer> flat = new TreeMap<>();
    enums.forEach((name, values) -> values.forEach((k, v) -> flat.put(name + "." + k, v)));
    return flat;
  }

  /** The arrays of a report, whose lengths a decoder has to know. */
  @Test
  void reportArraysHaveTheLengthThatJavaReads() {
    assertThat(size("kt_report", "counter")).isEqualTo(Long.BYTES * Wire.MAX_COUNTERS);
    assertThat(size("kt_report", "args")).isEqualTo(Long.BYTES * Wire.CALL_ARGUMENTS);
    assertThat(size("kt_report", "moments")).isEqualTo(Long.BYTES * Wire.MAX_MOMENTS);
  }

  private static int size(String struct, String name) {
    return header.structs().get(struct).stream()
        .filter(f -> f.name().equals(name))
        .mapToInt(WireHeader.Field::size)
        .sum();
  }

  private static Map<String, Integer> mountKinds() {
    Map<EntryKind, String> shorter =
        Map.of(EntryKind.FILE_SYSTEM, "FS", EntryKind.ATTRIBUTES, "ATTR");
    return Stream.of(EntryKind.values())
        .collect(toMap(k -> "KT_MOUNT_" + shorter.getOrDefault(k, k.name()), EntryKind::number));
  }

  private static <E extends Enum<E>> Map<String, Integer> of(
      String prefix, E[] values, Function<E, Integer> number) {
    return Arrays.stream(values)
        .collect(toMap(e -> prefix + e.name(), number, (a, b) -> a, LinkedHashMap::new));
  }

  private static String className(String struct) {
    StringBuilder name = new StringBuilder();
    for (String word : struct.substring("kt_".length()).split("_")) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.toString();
  }

  private static String upper(String field) {
    return field.toUpperCase(Locale.ROOT);
  }
}
