package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.Assertions;

/** Any bytes soon give a result or the typed exception. */
class ElfFileProperties {

  private static final byte[] IMAGE =
      ElfImage.x86()
          .interpreter("/lib64/ld-linux-x86-64.so.2")
          .needs("libtinfo.so.6", "libc.so.6")
          .runpath("$ORIGIN/../lib")
          .bytes();

  private static void parse(byte[] bytes) {
    Assertions.assertThatCode(
            () -> {
              try {
                ElfFile.parse(new HeapBytes(bytes));
              } catch (ElfFormatException e) {
                // This is the only permitted exception.
              }
            })
        .doesNotThrowAnyException();
  }

  @Property
  void anyBytesAreParsedOrRefused(@ForAll @Size(max = 4096) byte[] bytes) {
    parse(bytes);
  }

  @Property
  void anyBytesAfterAValidStartAreParsedOrRefused(@ForAll @Size(max = 4096) byte[] bytes) {
    byte[] image = new byte[20 + bytes.length];
    System.arraycopy(IMAGE, 0, image, 0, 20);
    System.arraycopy(bytes, 0, image, 20, bytes.length);
    parse(image);
  }

  @Property
  void truncatedFilesAreParsedOrRefused(@ForAll @IntRange(max = 600) int length)
      throws IOException {
    byte[] bytes = Arrays.copyOf(IMAGE, Math.min(length, IMAGE.length));
    parse(bytes);
  }

  @Property
  void anyReplacedFieldIsParsedOrRefused(
      @ForAll @IntRange(max = 600) int place, @ForAll @LongRange(min = Long.MIN_VALUE) long value) {
    ByteBuffer image = ByteBuffer.wrap(IMAGE.clone()).order(ByteOrder.LITTLE_ENDIAN);
    image.putLong(Math.min(place, IMAGE.length - Long.BYTES), value);
    parse(image.array());
  }

  @Property
  void filesWithChangedBytesAreParsedOrRefused(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 600) Integer> places,
      @ForAll byte value) {
    byte[] image = IMAGE.clone();
    places.forEach(place -> image[place % image.length] = value);
    parse(image);
  }

  @Property(tries = 100)
  void parsingEndsSoon(@ForAll @IntRange(max = 65_535) int count) {
    ByteBuffer image = ByteBuffer.allocate(1 << 22).order(ByteOrder.LITTLE_ENDIAN);
    image.put(IMAGE, 0, 64).putShort(56, (short) count);
    long start = System.nanoTime();
    parse(image.array());
    Assertions.assertThat(Duration.ofNanos(System.nanoTime() - start).toNanos())
        .isLessThan(TimeUnit.SECONDS.toNanos(5));
  }
}
