package io.kotha.sandbox.linux.elf;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The headers of a program or library that the dynamic loader uses.
 *
 * @param machine the machine that the file is for
 * @param interpreter the path of the dynamic loader ({@code PT_INTERP}); empty for libraries and
 *     static programs
 * @param needed the names of the needed libraries, in order ({@code DT_NEEDED})
 * @param rpath the directories to search for the libraries of this file and of all that it loads
 *     ({@code DT_RPATH}), not expanded
 * @param runpath the directories to search for the libraries of this file only ({@code
 *     DT_RUNPATH}), not expanded
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

  /** The largest accepted number of directories in an rpath or runpath. */
  private static final int MAX_DIRECTORIES = 1024;

  /** The size of an empty string with a reference to it, in bytes, rounded up. */
  private static final int STRING_SIZE = 64;

  ElfFile {
    needed = List.copyOf(needed);
    rpath = List.copyOf(rpath);
    runpath = List.copyOf(runpath);
  }

  /**
   * Reads the headers of a file with any contents.
   *
   * @throws ElfFormatException if it is not a valid ELF file for a supported machine
   */
  static ElfFile parse(ByteSource bytes) throws IOException {
    ByteBuffer header = bytes.part(0, HEADER_SIZE);
    ElfFormatException.require(header.getInt(0) == MAGIC, "not an ELF file");
    ElfFormatException.require(header.get(4) == CLASS_64, "not a 64-bit ELF file");
    ElfFormatException.require(header.get(5) == LITTLE_ENDIAN, "not a little-endian ELF file");
    int type = header.getShort(16);
    ElfFormatException.require(
        type == TYPE_EXECUTABLE || type == TYPE_DYNAMIC, "neither a program nor a library");
    int number = Short.toUnsignedInt(header.getShort(18));
    Machine machine =
        Machine.of(number)
            .orElseThrow(
                () -> new ElfFormatException("unsupported machine (e_machine " + number + ")"));
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
    ElfFormatException.require(path.startsWith("/"), "the interpreter is not an absolute path");
    return Optional.of(path);
  }

  /** Returns about the number of bytes of memory that all names take. */
  int size() {
    return Stream.of(needed, rpath, runpath)
        .flatMap(List::stream)
        .mapToInt(name -> STRING_SIZE + name.length())
        .sum();
  }

  private static List<String> paths(List<String> values) throws ElfFormatException {
    List<String> paths =
        values.stream()
            .flatMap(value -> Splitter.on(':').omitEmptyStrings().splitToStream(value))
            .toList();
    ElfFormatException.require(
        paths.size() <= MAX_DIRECTORIES,
        "more than " + MAX_DIRECTORIES + " directories in a search path");
    return paths;
  }
}
