package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The dynamic section of an ELF file: what it wants from the dynamic loader. */
record DynamicSection(List<Entry> entries, Strings names) {

  static final long NEEDED = 1;
  static final long RPATH = 15;
  static final long RUNPATH = 29;

  private static final long END = 0;
  private static final long STRING_TABLE = 5;
  private static final long STRING_TABLE_SIZE = 10;

  private static final int ENTRY_SIZE = 16;

  /** The largest programs have some hundred entries. */
  private static final int MAX_SIZE = 1 << 20;

  /** A tag and what it means. */
  record Entry(long tag, long value) {}

  /** Gives the text at a place of the string table. */
  @FunctionalInterface
  interface Strings {
    String at(long place) throws IOException;
  }

  /** Without entries for a static program. */
  static DynamicSection parse(ByteSource bytes, Segments segments) throws IOException {
    Optional<Segments.Segment> segment = segments.first(Segments.DYNAMIC);
    if (segment.isEmpty()) {
      return new DynamicSection(List.of(), DynamicSection::none);
    }
    long size = segment.get().fileSize();
    ElfFormatException.require(
        size >= 0 && size <= MAX_SIZE, "a dynamic section of impossible size");
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

  /** The texts of all entries of one kind. */
  List<String> strings(long tag) throws IOException {
    List<String> all = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.tag() == tag) {
        all.add(names.at(entry.value()));
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
    return place -> {
      ElfFormatException.require(place >= 0 && place < size, "a name outside of the string table");
      return ElfText.at(bytes, start + place, size - place); // beyond the end, if that overflows
    };
  }

  private static Optional<Long> value(List<Entry> entries, long tag) {
    return entries.stream().filter(e -> e.tag() == tag).map(Entry::value).findFirst();
  }

  private static String none(long place) throws IOException {
    throw new ElfFormatException("a name, and no string table");
  }
}
