package io.kotha.sandbox.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.linux.elf.Segments.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first and the last offset, size and address that each reader accepts. */
class ElfBoundsTest {

  private static final int MAX_NAME = 4096;
  private static final int MAX_DYNAMIC = 1 << 20;
  private static final int STRING_TABLE = 5;
  private static final int STRING_TABLE_SIZE = 10;

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ElfFormatException.class).hasMessageContaining(message);
  }

  private static HeapBytes bytes(String text) {
    return new HeapBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  // ---- parts of a file ----

  @Test
  void partEndsWithTheFileAtTheLatest() throws IOException {
    assertThat(bytes("abcde").part(2, 3).remaining()).isEqualTo(3);
    assertThat(bytes("abcde").part(5, 0).remaining()).isZero();
    assertRefused(() -> bytes("abcde").part(3, 3), "truncated");
    assertRefused(() -> bytes("abcde").part(-1, 1), "truncated");
    assertRefused(() -> bytes("abcde").part(0, -1), "truncated");
    assertRefused(() -> bytes("abcde").part(Long.MAX_VALUE, 1), "truncated");
  }

  @Test
  void shortFileGivesWhatItHas() throws IOException {
    assertThat(bytes("abcde").upTo(2, 10).remaining()).isEqualTo(3);
    assertThat(bytes("abcde").upTo(2, 1).remaining()).isEqualTo(1);
    assertThat(bytes("abcde").upTo(5, 1).remaining()).isZero();
    assertRefused(() -> bytes("abcde").upTo(6, 1), "truncated");
  }

  @Test
  void nameEndsWithinPathMax() throws IOException {
    String longest = "x".repeat(MAX_NAME - 1);

    assertThat(ElfText.at(bytes(longest + "\0"), 0, Long.MAX_VALUE)).isEqualTo(longest);
    assertRefused(() -> ElfText.at(bytes(longest + "x\0"), 0, Long.MAX_VALUE), "has no end");
  }

  @Test
  void nameEndsWithinItsLimitAndTheFile() throws IOException {
    assertThat(ElfText.at(bytes("ab\0"), 0, 3)).isEqualTo("ab");
    assertRefused(() -> ElfText.at(bytes("ab\0"), 0, 2), "has no end");
    assertRefused(() -> ElfText.at(bytes("ab"), 0, 9), "has no end");
    assertRefused(() -> ElfText.at(bytes("ab\0"), 0, -1), "has no end");
  }

  @ParameterizedTest
  @CsvSource({"4, true", "5, true", "3, false", "0, false"})
  void magicNeedsFourBytes(int length, boolean elf) {
    ByteBuffer start =
        ByteBuffer.wrap(new byte[] {0x7f, 'E', 'L', 'F', 2}, 0, length)
            .order(ByteOrder.LITTLE_ENDIAN);

    assertThat(ElfFile.startsWithMagic(start)).isEqualTo(elf);
  }

  // ---- segments ----

  @ParameterizedTest
  @CsvSource({
    "0x0fff, false",
    "0x1000, true",
    "0x100f, true",
    "0x1010, false",
  })
  void segmentHoldsTheAddressesThatAreInTheFile(String address, boolean held) {
    long at = Long.decode(address);

    assertThat(new Segment(Segments.LOAD, 0, 0x1000, 0x10).holds(at)).isEqualTo(held);
    assertThat(new Segment(Segments.DYNAMIC, 0, 0x1000, 0x10).holds(at)).isFalse();
  }

  @Test
  void addressesAndSizesAreUnsigned() {
    assertThat(new Segment(Segments.LOAD, 0, -16, 16).holds(-1)).isTrue();
    assertThat(new Segment(Segments.LOAD, 0, 16, -1).holds(Long.MIN_VALUE)).isTrue();
    assertThat(new Segment(Segments.LOAD, 0, -16, 16).holds(1)).isFalse();
  }

  @Test
  void addressComesFromTheSegmentThatHoldsIt() throws IOException {
    Segments segments =
        new Segments(
            List.of(
                new Segment(Segments.DYNAMIC, 7, 0x2000, 0x10),
                new Segment(Segments.LOAD, 0, 0x1000, 0x10),
                new Segment(Segments.LOAD, 0x100, 0x2000, 0x10)));

    assertThat(segments.offsetOf(0x2004)).isEqualTo(0x104);
    assertThat(segments.offsetOf(0x1000)).isZero();
    assertRefused(() -> segments.offsetOf(0x3000), "0x3000");
  }

  @Test
  void programHeadersAreAtMostFourThousand() throws IOException {
    HeapBytes file = new HeapBytes(new byte[4097 * 56]);

    assertThat(Segments.parse(file, 0, 56, 4096).all()).hasSize(4096);
    assertRefused(() -> Segments.parse(file, 0, 56, 4097), "too many program headers");
    assertThat(Segments.parse(file, 0, 0, 0).all()).isEmpty();
  }

  // ---- the dynamic section ----

  private static Segments dynamic(long size) {
    return new Segments(
        List.of(
            new Segment(Segments.LOAD, 0, 0, Long.MAX_VALUE),
            new Segment(Segments.DYNAMIC, 0, 0, size)));
  }

  @Test
  void dynamicSectionIsAtMostOneMebibyte() throws IOException {
    HeapBytes file = new HeapBytes(new byte[MAX_DYNAMIC + 1]);

    assertThat(DynamicSection.parse(file, dynamic(MAX_DYNAMIC)).entries()).isEmpty();
    assertThat(DynamicSection.parse(file, dynamic(0)).entries()).isEmpty();
    assertRefused(() -> DynamicSection.parse(file, dynamic(MAX_DYNAMIC + 1)), "invalid size");
    assertRefused(() -> DynamicSection.parse(file, dynamic(-1)), "invalid size");
  }

  @Test
  void programWithoutDynamicSectionNeedsNothing() throws IOException {
    DynamicSection none = DynamicSection.parse(bytes(""), new Segments(List.of()));

    assertThat(none.entries()).isEmpty();
    assertThat(none.strings(DynamicSection.NEEDED)).isEmpty();
  }

  /** Pairs of tag and value, then the string table {@code abc\0def\0}. */
  private static DynamicSection section(long... pairs) throws IOException {
    byte[] table = "abc\0def\0".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file =
        ByteBuffer.allocate(8 * pairs.length + table.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long each : pairs) {
      file.putLong(each);
    }
    file.put(table);
    return DynamicSection.parse(new HeapBytes(file.array()), dynamic(8L * pairs.length));
  }

  @Test
  void sectionWithoutEndIsReadToItsSize() throws IOException {
    assertThat(
            section(DynamicSection.NEEDED, 4, STRING_TABLE, 48, STRING_TABLE_SIZE, 8)
                .strings(DynamicSection.NEEDED))
        .containsExactly("def");
  }

  @Test
  void entriesBehindTheEndAreNotRead() throws IOException {
    assertThat(section(0, 0, DynamicSection.NEEDED, 4).entries()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, abc", "7, ''", "4, def",
  })
  void nameIsInTheStringTable(long place, String name) throws IOException {
    DynamicSection section =
        section(DynamicSection.RPATH, place, STRING_TABLE_SIZE, 8, STRING_TABLE, 48);

    assertThat(section.strings(DynamicSection.RPATH)).containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource({"8", "-1", "9223372036854775807"})
  void nameOutsideOfTheStringTableIsRefused(long place) throws IOException {
    DynamicSection section =
        section(DynamicSection.RPATH, place, STRING_TABLE_SIZE, 8, STRING_TABLE, 48);

    assertRefused(() -> section.strings(DynamicSection.RPATH), "outside of the string table");
  }

  @Test
  void nameThatEndsBehindTheStringTableIsRefused() throws IOException {
    DynamicSection section =
        section(DynamicSection.RPATH, 1, STRING_TABLE_SIZE, 3, STRING_TABLE, 48);

    assertRefused(() -> section.strings(DynamicSection.RPATH), "has no end");
  }

  @Test
  void nameWithoutStringTableIsRefused() throws IOException {
    DynamicSection section = section(DynamicSection.NEEDED, 0);

    assertRefused(() -> section.strings(DynamicSection.NEEDED), "no string table");
  }

  /** Returns entries that all point to one string, which is the whole string table. */
  private static DynamicSection repeated(long tag, int count, String text) throws IOException {
    byte[] table = (text + "\0").getBytes(StandardCharsets.US_ASCII);
    int size = 16 * (count + 2);
    ByteBuffer file = ByteBuffer.allocate(size + table.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(STRING_TABLE).putLong(size).putLong(STRING_TABLE_SIZE).putLong(table.length);
    for (int i = 0; i < count; i++) {
      file.putLong(tag).putLong(0);
    }
    file.put(table);
    return DynamicSection.parse(new HeapBytes(file.array()), dynamic(size));
  }

  @ParameterizedTest
  @ValueSource(longs = {DynamicSection.NEEDED, DynamicSection.RPATH, DynamicSection.RUNPATH})
  void namesOfOneTagAreAtMostFourThousand(long tag) throws IOException {
    assertThat(repeated(tag, 4096, "x").strings(tag)).hasSize(4096);
    assertRefused(() -> repeated(tag, 4097, "x").strings(tag), "more than 4096 names");
  }

  @Test
  void namesOfOneTagHaveLimitedLength() throws IOException {
    String name = "x".repeat(1024);
    long tag = DynamicSection.NEEDED;

    assertThat(repeated(tag, 64, name).strings(tag)).hasSize(64);
    assertRefused(() -> repeated(tag, 65, name).strings(tag), "65536 characters");
    assertRefused(() -> repeated(tag, 65_530, name).strings(tag), "65536 characters");
  }

  @Test
  void searchPathHasAtMostOneThousandDirectories() throws IOException {
    String most = "/a:".repeat(1024);

    assertThat(parse(ElfImage.x86().runpath(most)).runpath()).hasSize(1024);
    assertThat(parse(ElfImage.x86().rpath(most)).rpath()).hasSize(1024);
    assertRefused(() -> parse(ElfImage.x86().runpath(most + "/b")), "1024 directories");
    assertRefused(() -> parse(ElfImage.x86().rpath(most).rpath("/b")), "1024 directories");
  }

  private static ElfFile parse(ElfImage image) throws IOException {
    return ElfFile.parse(new HeapBytes(image.bytes()));
  }
}
