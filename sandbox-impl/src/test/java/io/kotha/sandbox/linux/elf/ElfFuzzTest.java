package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any bytes as a program give a closure or the one permitted exception. */
class ElfFuzzTest {

  /** The entry point of {@code bin/fuzz}. */
  public static void fuzzerTestOneInput(byte[] program) throws IOException {
    Shebang.parse(ByteBuffer.wrap(program));
    try {
      ElfFile.parse(new HeapBytes(program));
    } catch (ElfFormatException refused) {
      // This is the only permitted exception.
    }
  }

  @TestFactory
  Stream<DynamicTest> seedsAreParsedOrRefused() throws IOException {
    return DynamicTest.stream(
        Files.list(Path.of("src/test/fuzz/Elf")),
        Path::toString,
        seed -> fuzzerTestOneInput(Files.readAllBytes(seed)));
  }
}
