package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The dynamic section of an ELF file: its requests to the dynamic loader. */
record DynamicSection(List<Entry> entries, Strings names) {

  static final long NEEDED = 1;
  static final long RPATH = 15;
  static final long RUNPATH = 29;

  private static final long END = 0;
  private static final long STRING_TABLE = 5;
  private static final long STRING_TABLE_SIZE = 10;

  private static final int ENTRY_SIZE = 16;

  /** The largest accepted size in bytes. The largest programs have a few hundred entries. */
  private static final int MAX_SIZE = 1 << 20;

  /**
   * The largest accepted sum of the lengths of all names with one tag, in characters. Many entries
   * may point to one long string, so that the size of the file bounds nothing.
   */
  private static final int MAX_NAMES_LENGTH = 1 << 16;

  /** The largest accepted number of names with one tag. */
  private static final int MAX_NAMES = 4096;

  /** A tag and its value. */
  record Entry(long tag, long value) {}

  /** The string table of the file. */
  @FunctionalInterface
  interface Strings {
    /** Returns the string at an offset of the table. */
    String at(long offset) throws IOException;
  }

  /** Reads the dynamic section. That of a static program has no entries. */
  static DynamicSection parse(ByteSource bytes, Segments segments) throws IOException {
    Optional<Segments.Segment> segment = segments.first(Segments.DYNAMIC);
    if (segment.isEmpty()) {
      return new DynamicSection(List.of(), DynamicSection::none);
    }
    long size = segment.get().fileSize();
    ElfFormatException.require(
        size >= 0 && size <= MAX_SIZE, "the dynamic section has an invalid size");
    ByteBuffer table = bytes.part(segment.get().offset(), (int) size);
    List<Entry> entries = new ArrayList<>();
    while (table.remaining() >= ENTRY_SIZE) {
      Entry entry = new Entry(table.getLong(), table.getLong());
      if (entry.tag() == END) {
        break;
      }
      entries.add(entry);
    }
    return new DynamicSection(entries, strings(bytes, segments, entries));
  }

  /**
   * Returns the strings of all entries with a tag.
   *
   * @throws ElfFormatException if they are more or longer than those of any real program
   */
  List<String> strings(long tag) throws IOException {
    List<String> all = new ArrayList<>();
    int length = 0;
    for (Entry entry : entries) {
      if (entry.tag() == tag) {
        String name = names.at(entry.value());
        length += name.length();
        ElfFormatException.require(
            all.size() < MAX_NAMES && length <= MAX_NAMES_LENGTH,
            "more than %d names, or %d characters of names, in the dynamic section"
                .formatted(MAX_NAMES, MAX_NAMES_LENGTH));
        all.add(name);
      }
    }
    return all;
  }

  private static Strings strings(ByteSource bytes, Segments segments, List<Entry> entries)
      throws IOException {
    Optional<Long> address = value(entries, STRING_TABLE);
    if (address.isEmpty()) {
      return DynamicSection::none;
    }
    long start = segments.offsetOf(address.get());
    long size = value(entries, STRING_TABLE_SIZE).orElse(0L);
    return offset -> {
      ElfFormatException.require(
          offset >= 0 && offset < size, "a name lies outside of the string table");
      // If the sum overflows, it lies outside of the file, which ElfText refuses.
      return ElfText.at(bytes, start + offset, size - offset);
    };
  }

  private static Optional<Long> value(List<Entry> entries, long tag) {
    return entries.stream().filter(e -> e.tag() == tag).map(Entry::value).findFirst();
  }

  private static String none(long offset) throws IOException {
    throw new ElfFormatException("there is a name, but no string table");
  }
}
