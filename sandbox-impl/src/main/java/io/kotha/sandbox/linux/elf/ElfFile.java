package io.kotha.sandbox.linux.elf;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What the dynamic loader needs to know of a program or a library.
 *
 * @param machine what it is for
 * @param interpreter path of the dynamic loader ({@code PT_INTERP}); libraries and static programs
 *     have none
 * @param needed names of libraries, in their order ({@code DT_NEEDED})
 * @param rpath directories to search for its own needs and those of what it loads ({@code
 *     DT_RPATH}), not expanded
 * @param runpath directories to search for its own needs only ({@code DT_RUNPATH}), not expanded
 */
record ElfFile(
    Machine machine,
    Optional<String> interpreter,
    List<String> needed,
    List<String> rpath,
    List<String> runpath) {

  private static final int HEADER_SIZE = 64;
  private static final int MAGIC = 0x464c457f; // 7f E L F
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int TYPE_EXECUTABLE = 2;
  private static final int TYPE_DYNAMIC = 3;

  ElfFile {
    needed = List.copyOf(needed);
    rpath = List.copyOf(rpath);
    runpath = List.copyOf(runpath);
  }

  /**
   * Reads the headers.
   *
   * @throws ElfFormatException if they make no sense, whatever the bytes are
   */
  static ElfFile parse(ByteSource bytes) throws IOException {
    ByteBuffer header = bytes.part(0, HEADER_SIZE);
    ElfFormatException.require(header.getInt(0) == MAGIC, "not an ELF file");
    ElfFormatException.require(header.get(4) == CLASS_64, "not a 64-bit ELF file");
    ElfFormatException.require(header.get(5) == LITTLE_ENDIAN, "not a little-endian ELF file");
    int type = header.getShort(16);
    ElfFormatException.require(
        type == TYPE_EXECUTABLE || type == TYPE_DYNAMIC, "neither program nor library");
    int number = Short.toUnsignedInt(header.getShort(18));
    Machine machine =
        Machine.of(number)
            .orElseThrow(() -> new ElfFormatException("for a machine of kind " + number));
    Segments segments =
        Segments.parse(
            bytes,
            header.getLong(32),
            Short.toUnsignedInt(header.getShort(54)),
            Short.toUnsignedInt(header.getShort(56)));
    DynamicSection dynamic = DynamicSection.parse(bytes, segments);
    return new ElfFile(
        machine,
        interpreter(bytes, segments),
        dynamic.strings(DynamicSection.NEEDED),
        paths(dynamic.strings(DynamicSection.RPATH)),
        paths(dynamic.strings(DynamicSection.RUNPATH)));
  }

  static boolean startsWithMagic(ByteBuffer start) {
    return start.remaining() >= Integer.BYTES && start.getInt(start.position()) == MAGIC;
  }

  private static Optional<String> interpreter(ByteSource bytes, Segments segments)
      throws IOException {
    Optional<Segments.Segment> segment = segments.first(Segments.INTERPRETER);
    if (segment.isEmpty()) {
      return Optional.empty();
    }
    String path = ElfText.at(bytes, segment.get().offset(), segment.get().fileSize());
    ElfFormatException.require(path.startsWith("/"), "its interpreter is not an absolute path");
    return Optional.of(path);
  }

  private static List<String> paths(List<String> values) {
    return values.stream()
        .flatMap(value -> Splitter.on(':').omitEmptyStrings().splitToStream(value))
        .toList();
  }
}
