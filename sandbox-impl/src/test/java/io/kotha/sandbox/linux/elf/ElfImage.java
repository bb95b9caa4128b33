package io.kotha.sandbox.linux.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes the headers of an ELF file that does nothing. */
final class ElfImage {

  private static final long BASE = 0x400000;
  private static final int HEADERS = 64 + 3 * 56;

  private final int machine;
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
  private final List<long[]> dynamic = new ArrayList<>();
  private String interpreter = "";

  private ElfImage(int machine) {
    this.machine = machine;
    strings.write(0);
  }

  static ElfImage x86() {
    return new ElfImage(62);
  }

  static ElfImage arm() {
    return new ElfImage(183);
  }

  ElfImage interpreter(String path) {
    interpreter = path;
    return this;
  }

  ElfImage needs(String... names) {
    for (String name : names) {
      add(DynamicSection.NEEDED, name);
    }
    return this;
  }

  ElfImage rpath(String value) {
    return add(DynamicSection.RPATH, value);
  }

  ElfImage runpath(String value) {
    return add(DynamicSection.RUNPATH, value);
  }

  private ElfImage add(long tag, String text) {
    dynamic.add(new long[] {tag, strings.size()});
    strings.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  byte[] bytes() {
    byte[] path = (interpreter + "\0").getBytes(StandardCharsets.UTF_8);
    int stringsAt = HEADERS + path.length;
    int dynamicAt = stringsAt + strings.size();
    int dynamicSize = (dynamic.size() + 3) * 16;
    ByteBuffer file = ByteBuffer.allocate(dynamicAt + dynamicSize).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    file.putShort((short) 3).putShort((short) machine).putInt(1);
    file.putLong(0).putLong(64).putLong(0).putInt(0);
    file.putShort((short) 64).putShort((short) 56).putShort((short) 3);
    file.position(64);
    segment(file, Segments.LOAD, 0, file.capacity());
    segment(file, interpreter.isEmpty() ? 0 : Segments.INTERPRETER, HEADERS, path.length);
    segment(file, Segments.DYNAMIC, dynamicAt, dynamicSize);
    file.put(path).put(strings.toByteArray());
    file.putLong(5).putLong(BASE + stringsAt).putLong(10).putLong(strings.size());
    dynamic.forEach(entry -> file.putLong(entry[0]).putLong(entry[1]));
    return file.array();
  }

  private static void segment(ByteBuffer file, int type, long offset, long size) {
    file.putInt(type).putInt(5).putLong(offset).putLong(BASE + offset).putLong(BASE + offset);
    file.putLong(size).putLong(size).putLong(4096);
  }
}
