package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The program headers of an ELF file. */
record Segments(List<Segment> all) {

  static final int LOAD = 1;
  static final int DYNAMIC = 2;
  static final int INTERPRETER = 3;

  private static final int ENTRY_SIZE = 56;

  /** The largest accepted number of headers, many times the one page that the kernel accepts. */
  private static final int MAX_ENTRIES = 4096;

  /**
   * A program header.
   *
   * @param offset the offset in the file
   * @param address the address in memory
   */
  record Segment(int type, long offset, long address, long fileSize) {

    /** Returns whether this segment loads the byte at an address from the file. */
    boolean holds(long at) {
      return type == LOAD
          && Long.compareUnsigned(at, address) >= 0
          && Long.compareUnsigned(at - address, fileSize) < 0;
    }
  }

  static Segments parse(ByteSource bytes, long offset, int entrySize, int count)
      throws IOException {
    ElfFormatException.require(
        count == 0 || entrySize == ENTRY_SIZE, "program headers of unknown size");
    ElfFormatException.require(count <= MAX_ENTRIES, "too many program headers");
    ByteBuffer table = bytes.part(offset, count * ENTRY_SIZE);
    List<Segment> all = new ArrayList<>();
    for (int at = 0; at < count * ENTRY_SIZE; at += ENTRY_SIZE) {
      all.add(
          new Segment(
              table.getInt(at),
              table.getLong(at + 8),
              table.getLong(at + 16),
              table.getLong(at + 32)));
    }
    return new Segments(all);
  }

  Optional<Segment> first(int type) {
    return all.stream().filter(segment -> segment.type() == type).findFirst();
  }

  /** Returns the file offset from which an address is loaded. */
  long offsetOf(long address) throws ElfFormatException {
    for (Segment segment : all) {
      if (segment.holds(address)) {
        return segment.offset() + (address - segment.address());
      }
    }
    throw new ElfFormatException("address 0x%x is not loaded".formatted(address));
  }
}
